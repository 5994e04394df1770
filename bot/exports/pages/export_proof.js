// The proof of the entries that the worker holds: contents, tree (RFC 9162), checkpoints (C2SP signed notes, Ed25519).

const AT_ONCE = 500;
const sha256 = async bytes => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
const unhex = text => Uint8Array.from(text.match(/../g) || [], byte => parseInt(byte, 16));
const unbase64 = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));

function joined(...parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { bytes.set(part, at); at += part.length; }
  return bytes;
}
const node = (left, right) => sha256(joined([1], left, right));

async function inTurn(items, work, tell) {
  const done = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    for (const each of await Promise.all(items.slice(at, at + AT_ONCE).map(work))) done.push(each);
    if (tell) tell(Math.min(at + AT_ONCE, items.length));
  }
  return done;
}

// 2.1.1: joined in pairs from below, an odd one at the end goes up as it is.
async function rootOf(leaves) {
  if (!leaves.length) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const pairs = [];
    for (let at = 0; at + 1 < level.length; at += 2) pairs.push([level[at], level[at + 1]]);
    const above = await inTurn(pairs, pair => node(...pair));
    level = level.length % 2 ? [...above, level[level.length - 1]] : above;
  }
  return level[0];
}

// 2.1.3.2: from a leaf up to the root, by the hashes beside the way. Null where they can't be those of this size.
async function rootFrom(leaf, index, size, proof) {
  if (index >= size) return null;
  let at = index, last = size - 1, hash = leaf;
  for (const beside of proof) {
    if (last === 0) return null;
    if (at % 2 || at === last) {
      hash = await node(beside, hash);
      while (at % 2 === 0 && at) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else {
      hash = await node(hash, beside);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

const parsed = row => JSON.parse(lines[row.line]);

// The hash of an entry as a leaf; or null where its content is not the one that it names.
async function leafOf(row) {
  const {content, entry} = parsed(row);
  const isOwn = content === null || 'sha256:' + hex(await sha256(UTF8.encode(canonical(content)))) === entry.content;
  return isOwn ? sha256(joined([0], UTF8.encode(canonical(entry)))) : null;
}

async function verify(sums, tell) {
  if (!self.crypto || !crypto.subtle) return {what: 'no-crypto', facts: {}};
  if (fault) return fault;
  const signed = {checkpoints: 0, unread: 0};
  for (let number = 0; number < heads.length; number++) {
    const head = heads[number];
    const own = rows.slice(head.first, (heads[number + 1] || {first: rows.length}).first);
    const expected = 'entries' in head ? head.entries : head.size;
    if (own.length !== expected) return {what: 'size', facts: {log: head.log, expected, found: own.length}};
    const leaves = await inTurn(own, leafOf, at => tell(head.first + at, rows.length));
    const changed = leaves.indexOf(null);
    if (changed >= 0) return {what: 'content', row: head.first + changed, facts: {log: head.log, seq: own[changed].seq}};
    const wrong = await ('entries' in head ? inPart : inWhole)(head, own, leaves) || await checkpoints(head, leaves, signed);
    if (wrong) return wrong;
  }
  if (!end) return {what: 'truncated', facts: {}};
  if (canonical(end) !== canonical({logs: heads.map(head => head.log)})) return {what: 'end', facts: {}};
  if (hex(await sha256(UTF8.encode(words))) !== sums) return {what: 'words', facts: {}};
  return {what: 'verified', facts: {entries: rows.length, logs: heads.length, ...signed}};
}

async function inWhole(head, own, leaves) {
  return hex(await rootOf(leaves)) === head.root ? null : {what: 'root', facts: {log: head.log}};
}

async function inPart(head, own, leaves) {
  const roots = await inTurn(own, async (row, at) => {
    const found = await rootFrom(leaves[at], row.seq - 1, head.size, parsed(row).proof.map(unhex));
    return found ? hex(found) : '';
  });
  const wrong = roots.findIndex(found => found !== head.root);
  return wrong < 0 ? null : {what: 'proof', row: head.first + wrong, facts: {log: head.log, seq: own[wrong].seq}};
}

// Every checkpoint has the root that the entries give at its size, and each signature is that of the key it names.
async function checkpoints(head, leaves, signed) {
  for (const {keys, note} of head.notes) {
    const at = note.lastIndexOf('\n\n'), text = note.slice(0, at + 1), [origin, size, root] = text.split('\n');
    const facts = {log: head.log, size};
    const whole = 'entries' in head ? (Number(size) === head.size ? unhex(head.root) : null)
      : Number(size) <= leaves.length ? await rootOf(leaves.slice(0, Number(size))) : null;
    if (at < 0 || origin.split('/').pop().replaceAll(',', '+') !== head.log || !whole || hex(whole) !== hex(unbase64(root))) {
      return {what: 'checkpoint', facts};
    }
    for (const key of keys) {
      const good = await isSigned(text, note.slice(at + 2), key);
      if (good === false) return {what: 'signature', facts: {...facts, key: key.split('+')[0]}};
      if (good === null) signed.unread++;
    }
    signed.checkpoints++;
  }
  return null;
}

// Null where this browser has no Ed25519.
async function isSigned(text, signatures, vkey) {
  const [name, id] = vkey.split('+'), raw = unbase64(vkey.split('+').slice(2).join('+'));
  if (hex((await sha256(joined(UTF8.encode(name + '\n'), raw))).slice(0, 4)) !== id) return false;
  let key;
  try { key = await crypto.subtle.importKey('raw', raw.slice(1), 'Ed25519', false, ['verify']); } catch { return null; }
  let isThere = false;
  for (const line of signatures.split('\n')) {
    const [, by, code] = line.split(' ');
    const signature = code ? unbase64(code) : new Uint8Array();
    if (by !== name || hex(signature.slice(0, 4)) !== id) continue;
    const isTimed = raw[0] === 4, rest = signature.slice(4);
    const time = isTimed ? new DataView(rest.buffer).getBigUint64(0) : 0;
    const said = isTimed ? `cosignature/v1\ntime ${time}\n${text}` : text;
    if (!await crypto.subtle.verify('Ed25519', key, isTimed ? rest.slice(8) : rest, UTF8.encode(said))) return false;
    isThere = true;
  }
  return isThere;
}
