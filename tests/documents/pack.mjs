// A ZIP archive made by hand, for files that no program would make.
import { deflateRawSync } from "node:zlib";

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let i = 0; i < 8; i++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** {name: text or bytes} as an archive, every file deflated but those that are to be stored as they are. */
export function pack(files, stored = []) {
  const parts = [], central = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = Buffer.from(content), plainly = stored.includes(name), packed = plainly ? plain : deflateRawSync(plain), label = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x800, 2);               // names in UTF-8
    head.writeUInt16LE(plainly ? 0 : 8, 4);
    head.writeUInt16LE(33, 8);                  // 1 January 1980
    head.writeUInt32LE(crc32(plain), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(plain.length, 18);
    head.writeUInt16LE(label.length, 22);
    const row = Buffer.alloc(14);
    row.writeUInt32LE(at, 10);
    parts.push(Buffer.from("PK\x03\x04"), head, label, packed);
    central.push(Buffer.from("PK\x01\x02\x14\x00"), head, row, label);
    at += 4 + head.length + label.length + packed.length;
  }
  const list = Buffer.concat(central), end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, list, Buffer.from("PK\x05\x06"), end]);
}
