"""Attention over padded sources with a mask in PyTorch: python3 torch_attention.py THREADS, see serve_tasks.py."""

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from serve_tasks import serve


class Additive(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.query = nn.Linear(size, size, bias=False)
        self.key = nn.Linear(size, size)
        self.v = nn.Parameter(torch.empty(size).uniform_(-1, 1))

    def keys(self, source):
        return self.key(source)

    def scores(self, query, keys):
        return torch.tanh(self.query(query).unsqueeze(2) + keys.unsqueeze(1)) @ self.v


class General(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(size, size).uniform_(-1, 1))

    def keys(self, source):
        return source @ self.weight.T

    def scores(self, query, keys):
        return torch.bmm(query, keys.transpose(1, 2))


def prepare(task, given):
    """`given`: the weights by name, `source` [N, size] and `query` [steps * B, size], step after step."""
    lengths, steps, size = torch.tensor(task['lengths']), task['steps'], task['size']
    model = {'additive': Additive, 'general': General}[task['kind']](size)
    rows = given.pop('source', None)
    asked = given.pop('query', None)
    if rows is None:
        rows = torch.rand(int(lengths.sum()), size) * 2 - 1
        asked = torch.rand(len(lengths) * steps, size) * 2 - 1
    else:
        model.load_state_dict(given)
    source = pad_sequence(torch.split(rows, task['lengths']), batch_first=True).requires_grad_()
    query = asked.view(steps, len(lengths), size).transpose(0, 1).contiguous().requires_grad_()
    read = torch.arange(source.shape[1]) < lengths.unsqueeze(1)
    padding = ~read.unsqueeze(1)

    def attend(query, keys):
        weights = torch.softmax(model.scores(query, keys).masked_fill(padding, -torch.inf), -1)
        return torch.bmm(weights, source)

    def run():
        model.zero_grad()
        source.grad = query.grad = None
        keys = model.keys(source)
        if task['stepwise']:
            context = torch.cat([attend(step, keys) for step in query.split(1, 1)], 1)
        else:
            context = attend(query, keys)
        context.sum().backward()
        return context

    if not given:
        return run, {}
    by_step = lambda padded: padded.transpose(0, 1).reshape(-1, size)
    run()  # on two threads the first run of some processes is off by 1e-5
    context = run()
    gradients = {name: weight.grad for name, weight in model.named_parameters()}
    return run, {'output': by_step(context), **gradients, 'source': source.grad[read], 'query': by_step(query.grad)}


serve(prepare)
