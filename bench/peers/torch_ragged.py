"""An LSTM layer over sequences of different lengths in PyTorch: python3 torch_ragged.py THREADS, see serve_tasks.py."""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

from serve_tasks import serve


def prepare(task, given):
    """`given`: the weights by name and the steps `x` [N, I] of all sequences, one after another."""
    lengths = torch.tensor(task['lengths'])
    layer = nn.LSTM(task['inputs'], task['hidden'])
    x = given.pop('x', None)
    if x is None:
        x = torch.rand(int(lengths.sum()), task['inputs']) * 2 - 1
    else:
        layer.load_state_dict(given)
    padded = pad_sequence(torch.split(x, task['lengths']))

    def run():
        layer.zero_grad()
        packed = pack_padded_sequence(padded, lengths, enforce_sorted=False)
        output, (last, _) = layer(packed)
        output.data.sum().backward()
        return last

    if not given:
        return run, {}
    last = run()[0]
    return run, {'output': last, **{name: weight.grad for name, weight in layer.named_parameters()}}


serve(prepare)
