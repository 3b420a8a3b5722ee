"""PyTorch as a peer of the bench: python3 torch_peer.py THREADS, then one JSON object a line on standard input.

The protocol is that of serve.ts. Tensors lie in a file, float32, one after another, in the order of their list.
"""

import ctypes
import json
import sys
import time

import torch

MODULES = {'lstm': torch.nn.LSTM, 'gru': torch.nn.GRU, 'rnn': torch.nn.RNN}


def read_tensors(path, listed):
    with open(path, 'rb') as file:
        flat = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
    tensors, at = {}, 0
    for entry in listed:
        size = torch.Size(entry['shape'])
        tensors[entry['name']] = flat[at : at + size.numel()].view(size).clone()
        at += size.numel()
    return tensors


def write_tensors(path, tensors):
    with open(path, 'wb') as file:
        for tensor in tensors.values():
            whole = tensor.detach().contiguous()
            file.write(ctypes.string_at(whole.data_ptr(), 4 * whole.numel()))
    return [{'name': name, 'shape': list(tensor.shape)} for name, tensor in tensors.items()]


def prepare(cell, work, size, tensors):
    """The network with these weights: a function that does the work once, and one that gives what comes out."""
    _, _, inputs, hidden = size
    x = tensors.pop('x')  # [T, B, I], the layout that nn.LSTM has by default
    module = MODULES[cell](inputs, hidden)
    module.load_state_dict(tensors)
    module.train(work == 'train')

    def forward():
        with torch.inference_mode():
            return module(x)[0]

    def train():
        module.zero_grad()
        output = module(x)[0]
        output.sum().backward()
        return output

    def results():
        output = forward() if work == 'forward' else train()
        gradients = {name: weight.grad for name, weight in module.named_parameters()} if work == 'train' else {}
        return {'output': output, **gradients}

    return (forward if work == 'forward' else train), results


def turn(run, runs, untimed):
    for _ in range(untimed):
        run()
    begin = time.perf_counter()
    for _ in range(runs):
        run()
    return (time.perf_counter() - begin) / runs


def say(**answer):
    print(json.dumps(answer), flush=True)


def main():
    torch.set_num_threads(int(sys.argv[1]))
    run = None
    say(about=f'PyTorch {torch.__version__}')
    for line in sys.stdin:
        question = json.loads(line)
        if 'prepare' in question:
            task = question['prepare']
            try:
                tensors = read_tensors(task['file'], task['tensors'])
                run, results = prepare(task['cell'], task['work'], task['size'], tensors)
                say(results=write_tensors(task['file'], results()))
            except Exception as error:
                say(leftOut=str(error).split('\n')[0])
        else:
            task = question['turn']
            say(seconds=turn(run, task['runs'], task['untimed']))


main()
