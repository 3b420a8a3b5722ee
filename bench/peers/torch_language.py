"""The language model of Zaremba et al. (2014) in PyTorch: python3 torch_language.py THREADS, see serve_tasks.py."""

import torch
import torch.nn.functional as F
from torch import nn

from serve_tasks import serve


class LanguageModel(nn.Module):
    def __init__(self, vocabulary, width, layers, dropout):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.recurrent = nn.LSTM(width, width, layers, dropout=dropout)
        self.output = nn.Linear(width, vocabulary)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state):
        states, state = self.recurrent(self.dropout(self.embedding(tokens)), state)
        return self.output(self.dropout(states)), state


def prepare(task, given):
    """`given`: the weights by name and `tokens` [chunks * steps + 1, batch], or nothing for those of its own."""
    vocabulary, batch, steps = task['vocabulary'], task['batch'], task['steps']
    model = LanguageModel(vocabulary, task['width'], task['layers'], task['dropout'])
    optimizer = torch.optim.SGD(model.parameters(), lr=task['rate'])
    tokens = given.pop('tokens', None)
    if tokens is None:
        tokens = torch.randint(vocabulary, (task['chunks'] * steps + 1, batch))
    else:
        tokens = tokens.long()
        model.load_state_dict(given)
    state, chunk = None, 0

    def differentiate():
        nonlocal state, chunk
        at = chunk % task['chunks'] * steps
        chunk += 1
        optimizer.zero_grad(set_to_none=True)
        scores, state = model(tokens[at : at + steps], state)
        state = tuple(part.detach() for part in state)
        loss = F.cross_entropy(scores.view(-1, vocabulary), tokens[at + 1 : at + steps + 1].view(-1))
        loss.backward()
        return loss

    def run():
        loss = differentiate()
        norm = nn.utils.clip_grad_norm_(model.parameters(), task['clip'])
        optimizer.step()
        return loss.item(), norm

    if not given:
        return run, {}
    loss, norm = run()
    output = torch.tensor([loss, norm, differentiate().item()])
    return run, {'output': output, **{name: weight.grad for name, weight in model.named_parameters()}}


serve(prepare)
