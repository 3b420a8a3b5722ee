import type { Task, Tensors } from './library.ts';
import { reorderGates } from './reorderGates.ts';

/** Protocol buffers: a field is its number and wire type, then a varint or so many bytes. */
type Field = readonly [number: number, value: number | string | Uint8Array];

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}

function message(...fields: readonly Field[]): Uint8Array {
  const parts = fields.flatMap(([number, value]) => {
    if (typeof value === 'number') return [Uint8Array.from([...varint(8 * number), ...varint(value)])];
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return [Uint8Array.from([...varint(8 * number + 2), ...varint(bytes.length)]), bytes];
  });
  return new Uint8Array(Buffer.concat(parts));
}

// Numbers of fields and of types are those of onnx.proto.
const FLOAT = 1;

function tensor(name: string, shape: readonly number[], data: Float32Array): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message(...shape.map((n): Field => [1, n]), [2, FLOAT], [8, name], [9, bytes]);
}

function valueInfo(name: string, shape: readonly number[]): Uint8Array {
  const dimensions = message(...shape.map((n): Field => [1, message([1, n])]));
  return message([1, name], [2, message([1, message([1, FLOAT], [2, dimensions])])]);
}

const attribute = (name: string, value: number): Uint8Array => message([1, name], [3, value], [20, 2]);

const operators = { lstm: 'LSTM', gru: 'GRU', rnn: 'RNN' } as const;

/** ONNX has the gates of the LSTM in the order i, o, f, c and those of the GRU in z, r, h; ours are i, f, g, o and r, z, n. */
const orders = { lstm: [0, 3, 1, 2], gru: [1, 0, 2], rnn: [0] } as const;

/** A model of one recurrent operator: X [T, B, I] in, Y [T, 1, B, H] out, the weights as constants. */
export function onnxModel(cell: Task['cell'], [B, T, I, H]: Task['size'], given: Tensors): Uint8Array {
  const ordered = (name: string): Float32Array => reorderGates(given[name].data, orders[cell]);
  const rows = orders[cell].length * H;
  const biases = Float32Array.from([...ordered('bias_ih_l0'), ...ordered('bias_hh_l0')]);
  const node = message(
    ...['X', 'W', 'R', 'B'].map((name): Field => [1, name]),
    [2, 'Y'],
    [4, operators[cell]],
    [5, attribute('hidden_size', H)],
    // The reset gate after the recurrent product, as PyTorch and we have it.
    ...(cell === 'gru' ? [[5, attribute('linear_before_reset', 1)] as const] : []),
  );
  const graph = message(
    [1, node],
    [2, 'layer'],
    [5, tensor('W', [1, rows, I], ordered('weight_ih_l0'))],
    [5, tensor('R', [1, rows, H], ordered('weight_hh_l0'))],
    [5, tensor('B', [1, 2 * rows], biases)],
    [11, valueInfo('X', [T, B, I])],
    [12, valueInfo('Y', [T, 1, B, H])],
  );
  const IR_VERSION = 10;
  const OPSET = 21;
  return message([1, IR_VERSION], [7, graph], [8, message([1, ''], [2, OPSET])]);
}
