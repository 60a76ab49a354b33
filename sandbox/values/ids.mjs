// ids.mjs - document ids in the real backend's format.
// SPDX-License-Identifier: MIT
//
// An id is Crockford-like base32 of: the table number as a varint, 16 random bytes, a Fletcher-16
// checksum. So an id names its table, and a mistyped one is recognised. Owns the format only; what
// a table number means is the store's business.
import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const DIGIT = new Map([...ALPHABET].map((char, i) => [char, i]));
const RANDOM_BYTES = 16;
const CHECKSUM_BYTES = 2;
const MIN_LENGTH = 31;
const MAX_LENGTH = 37;

function fletcher16(bytes) {
  let low = 0;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 255;
    high = (high + low) % 255;
  }
  return (high << 8) | low;
}

function encodeBase32(bytes) {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += ALPHABET[(buffer >> (bits - 5)) & 31];
      bits -= 5;
    }
    buffer &= (1 << bits) - 1;
  }
  return bits ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text;
}

function decodeBase32(text) {
  const bytes = [];
  let buffer = 0;
  let bits = 0;
  for (const char of text) {
    const digit = DIGIT.get(char);
    if (digit === undefined) return null;
    buffer = (buffer << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bytes.push((buffer >> (bits - 8)) & 255);
      bits -= 8;
    }
    buffer &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

function varint(number) {
  const bytes = [];
  let rest = number;
  while (rest >= 128) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** A new id for a document of the table with this number. */
export function newId(tableNumber) {
  const body = Buffer.concat([varint(tableNumber), randomBytes(RANDOM_BYTES)]);
  const sum = fletcher16(body);
  return encodeBase32(Buffer.concat([body, Buffer.from([sum & 255, sum >> 8])]));
}

/** The table number inside an id, or null when the text is not an id. */
export function tableNumberOf(id) {
  if (typeof id !== "string" || id.length < MIN_LENGTH || id.length > MAX_LENGTH) return null;
  const bytes = decodeBase32(id);
  if (!bytes || encodeBase32(bytes) !== id) return null; // surplus digits decode, but no id has them
  let number = 0;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[length++];
    if (byte === undefined) return null;
    number |= (byte & 127) << shift;
    if (!(byte & 128)) break;
  }
  const end = length + RANDOM_BYTES;
  if (bytes.length !== end + CHECKSUM_BYTES) return null;
  const stored = bytes[end] | (bytes[end + 1] << 8);
  return fletcher16(bytes.subarray(0, end)) === stored ? number : null;
}
