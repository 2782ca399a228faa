/** x^16 + x^15 + x^2 + 1 with its bits in reverse, since RTU sends the lowest bit first. */
const POLYNOMIAL = 0xa001;

/**
 * CRC-16/MODBUS of `bytes`, 0..65535: start value FFFF, no final inversion.
 * Of the ASCII digits 1 to 9 it is 4B37. Source: MODBUS over Serial Line V1.02, §6.2.2.
 */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  }
  return crc;
}
