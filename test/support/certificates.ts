import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate says; a day long from an hour ago when not given. */
export interface CertificateOptions {
  readonly commonName: string;
  readonly organization?: string;
  /** The DNS names and IPv4 addresses that it is for. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** An authority that signs certificates (X.509 version 3, RFC 5280; ECDSA with P-256) for one run of a test. */
export interface Authority extends Certificate {
  issue(options: CertificateOptions): Certificate;
}

const HOUR_MS = 3_600_000;

/** A new authority that nobody trusts yet. */
export function createAuthority(commonName: string): Authority {
  const own = { key: newKey(), name: nameOf({ commonName }) };
  const cert = certify({ commonName }, own.key, own, [extension(BASIC_CONSTRAINTS, sequence(tagged(1, [255])))]);
  return {
    cert,
    key: pemOfKey(own.key),
    issue: (options) => {
      const key = newKey();
      const names = (options.names ?? []).map(alternativeName);
      const extensions = names.length === 0 ? [] : [extension(SUBJECT_ALT_NAME, sequence(...names))];
      return { cert: certify(options, key, own, extensions), key: pemOfKey(key) };
    },
  };
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function certify(
  options: CertificateOptions,
  key: KeyPair,
  issuer: { readonly key: KeyPair; readonly name: Buffer },
  extensions: readonly Buffer[],
): string {
  const { notBefore = new Date(Date.now() - HOUR_MS), notAfter = new Date(Date.now() + 24 * HOUR_MS) } = options;
  const serial = randomBytes(8);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 1;
  const body = sequence(
    tagged(0xa0, tagged(2, [2])),
    tagged(2, serial),
    ECDSA_WITH_SHA256,
    issuer.name,
    sequence(time(notBefore), time(notAfter)),
    nameOf(options),
    key.publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length === 0 ? [] : [tagged(0xa3, sequence(...extensions))]),
  );
  const signature = sign("sha256", body, issuer.key.privateKey);
  return pem(sequence(body, ECDSA_WITH_SHA256, tagged(3, [0], signature)));
}

function newKey(): KeyPair {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function pemOfKey({ privateKey }: KeyPair): string {
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function nameOf({ commonName, organization }: CertificateOptions): Buffer {
  const part = (identifier: readonly number[], text: string) =>
    tagged(0x31, sequence(tagged(6, identifier), tagged(0x0c, Buffer.from(text))));
  const parts = organization === undefined ? [] : [part(ORGANIZATION, organization)];
  return sequence(...parts, part(COMMON_NAME, commonName));
}

function alternativeName(name: string): Buffer {
  const isAddress = /^[\d.]+$/.test(name);
  return isAddress ? tagged(0x87, name.split(".").map(Number)) : tagged(0x82, Buffer.from(name));
}

function extension(identifier: readonly number[], value: Buffer): Buffer {
  return sequence(tagged(6, identifier), tagged(4, value));
}

/** GeneralizedTime, to the second. */
function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-T:]/g, "")}Z`));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

/** A value in DER: tag, length, content. */
function tagged(tag: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
}

/** As short as can be: DER has one form only. */
function lengthBytes(length: number): readonly number[] {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
}

const COMMON_NAME = [0x55, 4, 3];
const ORGANIZATION = [0x55, 4, 10];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 17];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 19];
const ECDSA_WITH_SHA256 = Buffer.from([0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]);
