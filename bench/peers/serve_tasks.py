"""How a contestant of the bench is spoken to: one JSON object a line on standard input, one on standard output.

It says {about} when it is ready; {prepare: {name, ..., file, tensors}} is answered by {results}, or {leftOut} with the
reason, and {turn: {runs, untimed}} by {seconds}. Tensors lie in `file`, float32, one after another, as listed.
"""

import ctypes
import json
import sys
import time

import torch


def read_tensors(path, listed):
    with open(path, 'rb') as file:
        flat = torch.frombuffer(bytearray(file.read()) or bytearray(4), dtype=torch.float32)
    tensors, at = {}, 0
    for entry in listed:
        size = torch.Size(entry['shape'])
        tensors[entry['name']] = flat[at : at + size.numel()].view(size).clone()
        at += size.numel()
    return tensors


def write_tensors(path, tensors):
    with open(path, 'wb') as file:
        for tensor in tensors.values():
            flat = tensor.detach().contiguous()
            file.write(ctypes.string_at(flat.data_ptr(), 4 * flat.numel()))
    return [{'name': name, 'shape': list(tensor.shape)} for name, tensor in tensors.items()]


def turn(run, runs, untimed):
    for _ in range(untimed):
        run()
    begin = time.perf_counter()
    for _ in range(runs):
        run()
    return (time.perf_counter() - begin) / runs


def say(**answer):
    print(json.dumps(answer), flush=True)


def serve(prepare):
    """`prepare(task, tensors)` gives a function that does the work once, and what comes out where that is to be checked."""
    torch.set_num_threads(int(sys.argv[1]))
    run = None
    say(about=f'PyTorch {torch.__version__}')
    for line in sys.stdin:
        question = json.loads(line)
        if 'prepare' in question:
            task = question['prepare']
            try:
                run, results = prepare(task, read_tensors(task['file'], task['tensors']))
                say(results=write_tensors(task['file'], results))
            except Exception as error:
                say(leftOut=str(error))
        else:
            say(seconds=turn(run, **question['turn']))
