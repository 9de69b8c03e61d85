import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventOf } from "../reflect/watchEvents.ts";
import { readStatus } from "./envelope.ts";
import { createListReader } from "./listReader.ts";
import { ProtobufError } from "./message.ts";
import { POD } from "./shapes.ts";
import { createProtobufEvents } from "./watchReader.ts";

/** A field of a message as it is written: text, a whole number, or another message. */
type Written = readonly [number: number, value: string | number | Buffer];

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  return [...bytes, Number(left)];
}

function message(...fields: readonly Written[]): Buffer {
  const parts = fields.map(([number, value]) => {
    if (typeof value === "number") return Buffer.from([...varint(number * 8), ...varint(value)]);
    const body = Buffer.from(value as Buffer);
    return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(body.length)]), body]);
  });
  return Buffer.concat(parts);
}

function enveloped(kind: string, raw: Buffer): Buffer {
  return Buffer.concat([Buffer.from("k8s\0"), message([1, message([1, "v1"], [2, kind])], [2, raw], [3, ""], [4, ""])]);
}

function framed(type: string, object: Buffer): Buffer {
  const event = message([1, type], [2, message([1, object])]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(event.length);
  return Buffer.concat([length, event]);
}

const TILL = message(
  [
    1,
    message(
      [1, "till-1"],
      [3, "shop"],
      [5, "a-uid"],
      [8, message([1, 1_700_000_000])],
      [11, message([1, "app"], [2, "ティル"])],
      [11, message([1, "__proto__"], [2, ""])],
      [17, "managed"],
    ),
  ],
  [2, message([2, message([1, "main"], [6, message([1, "http"], [3, 8080], [4, "TCP"])])], [10, "node-0"], [11, 1])],
  [3, message([1, "Running"], [8, message([4, 1], [5, 3], [2, message([3, message([1, -1])])])])],
);
const PODS = enveloped(
  "PodList",
  message([1, message([2, "42"], [3, "next"], [4, 7])], [2, TILL], [9, "new"], [2, TILL]),
);
const READ = {
  metadata: {
    name: "till-1",
    namespace: "shop",
    creationTimestamp: "2023-11-14T22:13:20.000Z",
    labels: { app: "ティル", ["__proto__"]: "" },
  },
  spec: {
    containers: [{ name: "main", ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }] }],
    nodeName: "node-0",
  },
  status: {
    phase: "Running",
    containerStatuses: [{ ready: true, restartCount: 3, state: { terminated: { exitCode: -1 } } }],
  },
};

/** The bytes in pieces of the given lengths, the last piece holding the rest. */
function cut(bytes: Buffer, lengths: readonly number[]): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...pieces, bytes.subarray(at)];
}

function readList(pieces: readonly Buffer[]): { readonly metadata: unknown; readonly items: readonly unknown[] } {
  const items: unknown[] = [];
  const reader = createListReader(POD, (item) => items.push(item));
  for (const piece of pieces) reader.push(piece);
  return { metadata: reader.end(), items };
}

const LENGTHS = fc.array(fc.nat({ max: 40 }), { maxLength: 30 });
const RUNS = { numRuns: 300 };

describe("a list in protobuf", () => {
  test("gives the wanted fields, however the bytes are cut", () => {
    fc.assert(
      fc.property(LENGTHS, (lengths) => {
        const { metadata, items } = readList(cut(PODS, lengths));
        expect(metadata).toEqual({ resourceVersion: "42", continue: "next", remainingItemCount: 7 });
        expect(JSON.stringify(items)).toBe(JSON.stringify([READ, READ]));
      }),
      RUNS,
    );
  });

  test("that is empty is a list", () => {
    expect(readList([enveloped("PodList", message([1, message([2, "1"])]))])).toEqual({
      metadata: { resourceVersion: "1" },
      items: [],
    });
  });

  test("hands out an item before the list is complete", () => {
    const items: unknown[] = [];
    const reader = createListReader(POD, (item) => items.push(item));
    reader.push(PODS.subarray(0, PODS.length - TILL.length));
    expect(items).toHaveLength(1);
    expect(() => reader.end()).toThrow(ProtobufError);
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["text", Buffer.from("<html>log in</html>")],
    ["an envelope without a list", Buffer.from("k8s\0")],
    ["a list that is cut off", PODS.subarray(0, PODS.length - 30)],
    [
      "a length beyond everything",
      Buffer.from([...Buffer.from("k8s\0"), 0x12, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x12, 0xff, 0xff, 0xff, 0x7f]),
    ],
    ["a number that does not end", Buffer.concat([Buffer.from("k8s\0"), Buffer.alloc(40, 0xff)])],
    ["an item longer than its list", enveloped("PodList", Buffer.from([0x12, 0x7f, 1]))],
    ["a wire type of long ago", enveloped("PodList", message([2, Buffer.from([0x0b, 0x0c])]))],
    ["a wire type that is none", enveloped("PodList", message([2, Buffer.from([0x0f])]))],
    ["a field with the number 0", enveloped("PodList", message([2, Buffer.from([0x02, 0x00])]))],
    ["text where a message should be", enveloped("PodList", message([2, message([1, 5])]))],
  ])("%s is refused", (_, bytes) => {
    expect(() => readList([bytes])).toThrow(ProtobufError);
  });

  test("never fails in another way, whatever the bytes are", () => {
    const spoiled = fc.tuple(fc.nat(PODS.length - 1), fc.nat(255)).map(([at, byte]) => {
      const bytes = Buffer.from(PODS);
      bytes[at] = byte;
      return bytes;
    });
    const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.from("k8s\0"), bytes]));
    fc.assert(
      fc.property(fc.oneof(spoiled, random), LENGTHS, (bytes, lengths) => {
        try {
          readList(cut(bytes, lengths));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtobufError);
        }
      }),
      RUNS,
    );
  });
});

describe("a watch in protobuf", () => {
  const BOOKMARK = framed("BOOKMARK", enveloped("Pod", message([1, message([6, "77"])])));
  const GONE = framed("ERROR", enveloped("Status", message([3, "too old"], [4, "Expired"], [6, 410])));
  const STREAM = Buffer.concat([framed("ADDED", enveloped("Pod", TILL)), BOOKMARK, GONE]);

  test("gives its events, however the bytes are cut", () => {
    fc.assert(
      fc.property(LENGTHS, (lengths) => {
        const reader = createProtobufEvents(POD);
        const events = cut(STREAM, lengths).flatMap((piece) => reader.push(piece));
        expect(reader.pending()).toBe(0);
        expect(JSON.stringify(events)).toBe(
          JSON.stringify([
            eventOf("ADDED", READ),
            { kind: "bookmark", version: "77" },
            {
              kind: "error",
              status: 410,
              message: "too old",
              body: { message: "too old", reason: "Expired", code: 410 },
            },
          ]),
        );
      }),
      RUNS,
    );
  });

  test.each([
    ["a frame longer than any object", Buffer.from([0x7f, 0, 0, 0])],
    ["a line of JSON", Buffer.from('{"type":"ADDED"}\n')],
    ["an empty frame", Buffer.from([0, 0, 0, 0])],
    ["an event of another kind", framed("EXPLODED", enveloped("Pod", TILL))],
    ["an object without its envelope", framed("ADDED", TILL)],
    ["an object that is cut off", framed("ADDED", enveloped("Pod", TILL.subarray(0, 20)))],
  ])("%s is unreadable", (_, bytes) => {
    expect(createProtobufEvents(POD).push(bytes)).toEqual([{ kind: "unreadable" }]);
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        createProtobufEvents(POD).push(Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]));
      }),
      RUNS,
    );
  });
});

test("a refusal in protobuf is read as the Status that it is", () => {
  const status = enveloped("Status", message([2, "Failure"], [3, "pods is forbidden"], [4, "Forbidden"], [6, 403]));
  expect(readStatus(status)).toEqual({
    kind: "Status",
    status: "Failure",
    message: "pods is forbidden",
    reason: "Forbidden",
    code: 403,
  });
  expect(readStatus(PODS)).toBeUndefined();
  expect(readStatus(status.subarray(0, 30))).toBeUndefined();
});
