import { encode } from 'uqr';

export interface QrSize {
  readonly columns: number;
  readonly rows: number;
}

/** Light modules around the code; fewer than the four of ISO/IEC 18004, which terminals have no room for. */
const BORDER = 2;

/**
 * Draws a QR code with two modules in each letter.
 *
 * @param coloured - dark on light, as readers like it best; without colours the terminal is taken to be dark.
 */
export function renderQr(text: string, coloured: boolean): string[] {
  const { data, size } = encode(text, { ecc: 'L', border: BORDER });
  const lines: string[] = [];
  for (let y = 0; y < size; y += 2) {
    let line = '';
    for (let x = 0; x < size; x++) {
      // A row that isn't there counts as light, like the border.
      line += halfBlock(data[y]![x]! === coloured, (data[y + 1]?.[x] ?? false) === coloured);
    }
    lines.push(coloured ? `\u001b[30;107m${line}\u001b[0m` : line);
  }
  return lines;
}

/** What a terminal has to have for a text's QR code. */
export function qrSize(text: string): QrSize {
  const { size } = encode(text, { ecc: 'L', border: BORDER });
  return { columns: size, rows: Math.ceil(size / 2) };
}

function halfBlock(top: boolean, bottom: boolean): string {
  if (top) return bottom ? '█' : '▀';
  return bottom ? '▄' : ' ';
}
