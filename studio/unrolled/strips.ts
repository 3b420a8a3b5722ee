import type { UnrolledRecurrence } from 'unrolled';

/** The gates and states of a cell in the order in which they are drawn; `signed` ones lie on both sides of 0. */
export interface Strip {
  readonly name: string;
  readonly about: string;
  readonly signed: boolean;
}

const gate = (name: string, about: string): Strip => ({ name, about, signed: false });
const signed = (name: string, about: string): Strip => ({ name, about, signed: true });

const strips: Readonly<Record<string, readonly Strip[]>> = {
  lstm: [
    gate('i', 'input gate: how much of what is new comes in'),
    gate('f', 'forget gate: how much of the memory stays'),
    signed('g', 'candidate: what is new'),
    gate('o', 'output gate: how much of the memory is shown'),
    signed('c', 'memory: what is carried along'),
    signed('h', 'output: what others see'),
  ],
  gru: [
    gate('r', 'reset gate: how much of the state the candidate sees'),
    gate('z', 'update gate: how much of the state stays'),
    signed('n', 'candidate: what is new'),
    signed('h', 'state: what is carried along, and seen'),
  ],
  rnn: [signed('h', 'state: what is carried along, and seen')],
};

export const stripsOf = ({ cell }: Pick<UnrolledRecurrence, 'cell'>): readonly Strip[] =>
  strips[cell] ?? strips.rnn;

/** Width of a strip, and height of a unit's slot, in pixels. */
export function slotSize(recurrence: UnrolledRecurrence): {
  readonly width: number;
  readonly height: number;
} {
  const count = stripsOf(recurrence).length;
  const units = recurrence.values.h.width;
  return {
    width: count > 4 ? 15 : count > 1 ? 20 : 44,
    height: units <= 10 ? 14 : units <= 20 ? 9 : units <= 40 ? 6 : units <= 64 ? 4 : 3,
  };
}

/** What is drawn of one cell: slots as long as the values are large, of gates, of values above 0 and below it. */
export interface Slots {
  readonly gates: string;
  readonly plus: string;
  readonly minus: string;
}

/** The largest size of each state, at least 1: what a full slot stands for. */
export function fullSlots({ values }: UnrolledRecurrence): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { data }]) => [
      name,
      data.reduce((most, v) => Math.max(most, Math.abs(v)), 1),
    ]),
  );
}

/** Slots of the cell at a step, as paths. */
export function slotsAt(
  recurrence: UnrolledRecurrence,
  time: number,
  full: Readonly<Record<string, number>>,
): Slots {
  const { width, height } = slotSize(recurrence);
  const slots = { gates: '', plus: '', minus: '' };
  stripsOf(recurrence).forEach(({ name, signed }, strip) => {
    const rows = recurrence.values[name];
    const room = width - 2;
    for (let unit = 0; unit < rows.width; unit++) {
      const value = rows.data[time * rows.width + unit] / full[name];
      const length = Math.max(0.6, Math.abs(value) * (signed ? room / 2 : room));
      const middle = strip * width + width / 2;
      const left = !signed ? strip * width + 1 : value < 0 ? middle - length : middle;
      const path = `M${left.toFixed(1)} ${unit * height + 0.5}h${length.toFixed(1)}v${height - 1}h-${length.toFixed(1)}z`;
      slots[!signed ? 'gates' : value < 0 ? 'minus' : 'plus'] += path;
    }
  });
  return slots;
}
