import type { BadLines } from '../tags/badLines.ts';
import type { Picture } from './picture.ts';

/** A sequence as a file gives it, with what it is labelled as. */
export interface LabelledSequence {
  /** Its name in the data; '' where it has none. */
  readonly id: string;
  /** A text, the numbers of its steps [T, C], NaN where one is missing, or a picture. */
  readonly content: string | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Picture;
  /** One, or any number of them where sequences have several; undefined where it is not labelled. */
  readonly labels?: readonly string[];
  /** Where it is, for messages: the file, and its first line. */
  readonly file: string;
  readonly line: number;
}

/** What the contents of all sequences are. */
export type ContentForm =
  | { readonly kind: 'text' }
  /** [T, C]: the names of the C channels. */
  | { readonly kind: 'numbers'; readonly channels: readonly string[] }
  /** Pictures of any sizes. */
  | { readonly kind: 'grid' };

export const layouts = ['jsonl', 'text', 'steps', 'rows', 'ts', 'pixels', 'grid'] as const;
/**
 * How a file holds sequences: JSON lines; a table with a text in each row; a table with a step in each row; a table
 * with a sequence of numbers in each row; the `.ts` form of the UEA and UCR archives; pictures in IDX, pixel by pixel; pictures
 * of any sizes, as grids.
 */
export type Layout = (typeof layouts)[number];

/** How files are read: what a trained model keeps of it reads other files alike. */
export type LabelledReading = {
  readonly layout?: Layout;
  /** The column of labels: its name, or its number, from 1 or negative from the end. */
  readonly label?: string;
  /** The column that names the sequence of a row. */
  readonly id?: string;
  /** The column of times, which increase. */
  readonly time?: string;
  /** The column of texts: its name or number. */
  readonly text?: string;
  /** The columns of numbers, or what their names begin with. */
  readonly channels?: readonly string[];
  /** What stands between the labels of one sequence. */
  readonly separator?: string;
  /** Columns of a table without a header whose rows are equally long. */
  readonly width?: number;
};

/** What a file holds. */
export interface LabelledFile {
  readonly sequences: readonly LabelledSequence[];
  readonly form: ContentForm;
  /** Whether a sequence may have any number of labels. */
  readonly multiLabel: boolean;
  /** How it was read: what was found out is filled in. */
  readonly reading: LabelledReading;
  /** What was found and decided, in plain sentences. */
  readonly notes: readonly string[];
}

/** What readers are told. */
export interface LabelledOptions extends LabelledReading {
  /** The layout is that of other files: of this one it is only unless its content says another. */
  readonly usual?: boolean;
  /** Sequences without labels are read too. */
  readonly unlabelled?: boolean;
  readonly bad: BadLines;
}

/** The labels in a cell. */
export function splitLabels(cell: string, separator: string | undefined): string[] {
  if (separator === undefined) return [cell];
  return cell
    .split(separator)
    .map((label) => label.trim())
    .filter((label) => label !== '');
}
