"""An encoder-decoder with attention in PyTorch: python3 torch_translate.py THREADS, see serve_tasks.py.

Sources and targets are padded; the encoder packs them, attention has a mask. The logits of all steps are one product.
"""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from serve_tasks import serve

BEGIN, END, PADDING = 0, 1, -100


class Additive(nn.Module):
    """v . tanh(W_q q + W_k k + b) (Bahdanau et al., 2014)."""

    def __init__(self, query, source):
        super().__init__()
        self.query = nn.Linear(query, source, bias=False)
        self.key = nn.Linear(source, source)
        self.v = nn.Parameter(torch.empty(source).uniform_(-0.05, 0.05))

    def keys(self, states):
        return self.key(states)

    def forward(self, query, keys):
        return torch.tanh(self.query(query).unsqueeze(2) + keys.unsqueeze(1)) @ self.v


class General(nn.Module):
    """q . W k (Luong et al., 2015)."""

    def __init__(self, query, source):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(query, source).uniform_(-0.05, 0.05))

    def keys(self, states):
        return F.linear(states, self.weight)

    def forward(self, query, keys):
        return torch.bmm(query, keys.transpose(1, 2))


class Translator(nn.Module):
    def __init__(self, conditioning, symbols, embedding, hidden, wide):
        super().__init__()
        self.luong = conditioning == 'luong'
        self.source = nn.Embedding(symbols, embedding)
        self.target = nn.Embedding(symbols, embedding)
        self.encoder = (nn.LSTM if self.luong else nn.GRU)(embedding, hidden, bidirectional=True, batch_first=True)
        self.bridge = nn.ModuleList([nn.Linear(2 * hidden, wide) for _ in range(2 if self.luong else 1)])
        self.attention = (General if self.luong else Additive)(wide, 2 * hidden)
        self.cell = (nn.LSTMCell if self.luong else nn.GRUCell)(embedding + (wide if self.luong else 2 * hidden), wide)
        self.combination = nn.Linear(2 * hidden + wide, wide, bias=False)
        self.output = nn.Linear(wide, symbols)

    def encode(self, source, lengths):
        """source [B, S]: what steps read of it, and the first state."""
        packed = pack_padded_sequence(self.source(source), lengths, batch_first=True, enforce_sorted=False)
        packed, final = self.encoder(packed)
        states, _ = pad_packed_sequence(packed, batch_first=True)
        ends = [torch.cat((part[0], part[1]), 1) for part in (final if self.luong else (final,))]
        state = [torch.tanh(linear(end)) for linear, end in zip(self.bridge, ends)]
        if self.luong:
            state.append(state[0].new_zeros(state[0].shape))
        padding = torch.arange(states.shape[1]) >= lengths.unsqueeze(1)
        return (states, self.attention.keys(states), padding.unsqueeze(1)), state

    def attend(self, query, memory):
        """query [B * k, D], k for each source."""
        states, keys, padding = memory
        query = query.view(len(states), -1, query.shape[1])
        weights = torch.softmax(self.attention(query, keys).masked_fill(padding, -torch.inf), -1)
        return torch.bmm(weights, states).flatten(0, 1)

    def step(self, x, state, memory):
        """x [B * k, E]: what the logits are made of, and the next state."""
        if self.luong:
            h, c, fed = state
            h, c = self.cell(torch.cat((x, fed), 1), (h, c))
            output = torch.tanh(self.combination(torch.cat((self.attend(h, memory), h), 1)))
            return output, [h, c, output]
        (h,) = state
        context = self.attend(h, memory)
        h = self.cell(torch.cat((x, context), 1), h)
        return torch.tanh(self.combination(torch.cat((context, h), 1))), [h]

    def loss(self, source, lengths, target):
        """source [B, S], target [B, T + 1]."""
        memory, state = self.encode(source, lengths)
        outputs = []
        for x in self.target(target[:, :-1].clamp(min=0)).unbind(1):
            output, state = self.step(x, state, memory)
            outputs.append(output)
        logits = self.output(torch.stack(outputs, 1))
        return F.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PADDING)

    @torch.inference_mode()
    def search(self, source, lengths, beam, alpha):
        """Scores [B] and symbols [B, S] of the likeliest translations, as long as their sources at most: all beams of all
        sources at once, as long as a source's run."""
        memory, state = self.encode(source, lengths)
        (count, most), V = source.shape, self.output.out_features
        state = [part.repeat_interleave(beam, 0) for part in state]
        scores = torch.full((count, beam), -torch.inf)
        scores[:, 0] = 0
        last = torch.full((count * beam,), BEGIN)
        written = torch.zeros(count, beam, most, dtype=torch.long)
        found = torch.full((count, beam), -torch.inf)
        ended = torch.zeros(count, beam, most, dtype=torch.long)
        best_scores, best = torch.zeros(count), torch.zeros(count, most, dtype=torch.long)
        running = torch.arange(count)
        for t in range(most):
            penalty = ((6 + t) / 6) ** alpha
            output, state = self.step(self.target(last), state, memory)
            logs = torch.log_softmax(self.output(output), -1).view(-1, beam, V)
            top, place = (scores.unsqueeze(2) + logs).flatten(1).topk(2 * beam)
            parent, symbol = place.div(V, rounding_mode='floor'), place % V
            paths = written.gather(1, parent.unsqueeze(2).expand(-1, -1, most))
            paths[:, :, t] = torch.where(symbol == END, 0, symbol)
            is_end = symbol == END
            full = t + 1 >= lengths[running]
            stops = is_end | full.unsqueeze(1)
            stops[:, beam:] = False
            found, order = torch.cat((found, torch.where(stops, top / penalty, -torch.inf)), 1).topk(beam)
            ended = torch.cat((ended, paths), 1).gather(1, order.unsqueeze(2).expand(-1, -1, most))
            scores, going = torch.where(is_end, -torch.inf, top).topk(beam)
            written = paths.gather(1, going.unsqueeze(2).expand(-1, -1, most))
            rows = parent.gather(1, going) + beam * torch.arange(len(running)).unsqueeze(1)
            last = symbol.gather(1, going)
            over = (scores[:, 0] / penalty <= found[:, -1]) | full
            if over.any():
                best_scores[running[over]], best[running[over]] = found[over, 0], ended[over, 0]
                left = ~over
                if not left.any():
                    break
                running, scores, written, found, ended = (
                    part[left] for part in (running, scores, written, found, ended)
                )
                rows, last = rows[left], last[left]
                memory = tuple(part[left] for part in memory)
            state, last = [part[rows.flatten()] for part in state], last.flatten()
        return best_scores, best


NAMES = {'decoder.recurrent.': 'cell.', 'decoder.bridge.h_l0.': 'bridge.0.', 'decoder.bridge.c_l0.': 'bridge.1.'}


def renamed(name):
    """Our names of weights, as the module above has them."""
    for ours, own in NAMES.items():
        if name.startswith(ours):
            return own + name.removeprefix(ours).removesuffix('_l0')
    return name.removeprefix('decoder.')


def prepare(task, given):
    """`given`: the weights by name, and all sources and targets one after another as `sources` and `targets`."""
    V = task['symbols']
    model = Translator(task['conditioning'], V, task['embedding'], task['hidden'], task['decoderHidden'])
    sides = [given.pop(side, None) for side in ('sources', 'targets')]
    names = {renamed(name): name for name in given}
    if given:
        model.load_state_dict({name: given[ours] for name, ours in names.items()})

    def sentences(symbols, lengths):
        symbols = torch.randint(2, V, (sum(lengths),)) if symbols is None else symbols.long()
        return list(symbols.split(lengths))

    lengths = torch.tensor(task['sourceLengths'])
    source = pad_sequence(sentences(sides[0], task['sourceLengths']), batch_first=True)
    if task['work'] == 'search':
        run = lambda: model.search(source, lengths, task['beam'], task['lengthPenalty'])
        if not given:  # the end is out of reach: all translations are as long as their sources
            model.output.bias.data[END] = -1000
            return run, {}
        scores, symbols = run()
        return run, {'output': scores, 'symbols': symbols.float()}

    begun = [F.pad(symbols, (1, 0), value=BEGIN) for symbols in sentences(sides[1], task['targetLengths'])]
    target = pad_sequence(begun, batch_first=True, padding_value=PADDING)
    optimizer = torch.optim.Adam(model.parameters(), lr=task['rate'])

    def differentiate():
        optimizer.zero_grad()
        loss = model.loss(source, lengths, target)
        loss.backward()
        return loss

    def run():
        loss = differentiate()
        norm = nn.utils.clip_grad_norm_(model.parameters(), task['clip'])
        optimizer.step()
        return loss.item(), norm.item()

    if not given:
        return run, {}
    differentiate()
    gradients = {names[name]: weight.grad.clone() for name, weight in model.named_parameters()}
    return run, {'output': torch.tensor([*run(), run()[0]]), **gradients}


serve(prepare)
