/** A QR code as one SVG path, a square of one unit for each dark module. Pure. */
import encodeQR from 'qr';

/** Light around it, in modules (ISO/IEC 18004, 5.3.8). */
const QUIET = 4;

export function qrPath(text: string): { size: number; path: string } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET });
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { size: rows.length, path };
}
