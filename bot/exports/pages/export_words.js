// The words of the page, in the language that is chosen: its own, and those of what stands in an entry.
'use strict';

const $ = id => document.getElementById(id);
const page = JSON.parse($('page').textContent);
let language = 0;

const named = (table, key) => (Object.hasOwn(table, key) ? table[key][language] : key);
const say = (key, facts = {}) => named(page.say, key).replace(/\{(\w+)\}/g, (all, name) => (name in facts ? facts[name] : all));
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dtg = time => `${time.slice(8, 10)}${time.slice(11, 13)}${time.slice(14, 16)}Z ${MONTHS[time.slice(5, 7) - 1]} ${time.slice(2, 4)}`;
const seat = id => (Object.hasOwn(page.seats, id) ? `${page.bodies[page.seats[id].body] || ''} ${page.seats[id].title[language]}` : id);
const part = (stage, word) => (Object.hasOwn(page.nations, word) ? named(page.nations, word) : named(page.tracks[stage] || page.positions, word));
const procedure = matter => page.procedures[(matter || '').split('-')[0]] || {};
const place = ([stage, ...track], matter) => [named({...page.stages, ...procedure(matter)}, stage), ...track.map(word => part(stage, word))].join(' › ');
const stage = (path, matter) => (path || []).map(part => place(part.split('/'), matter)).join(' + ');

const actName = act => named(page.acts, act);

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*$/;

function element(name, text = '', kind = '') {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

/** What stands between backticks is something to type. */
const typed = text => text.split('`').map((part, at) => (at % 2 ? element('code', part) : part));
const sentence = row => row.words[language] || actName(row.act);

// What stands in a field, as bot/sentences/field_words.py says it too.
function spelt(name, value) {
  if (Array.isArray(value)) return value.map(each => spelt(name, each)).filter(Boolean).join(', ');
  if (value === null || typeof value !== 'object') return word(name, value);
  if (Object.hasOwn(value, 'user')) return `${value.team}/${value.user}`;
  if (Object.keys(value).sort().join() === 'log,seq') return `${value.log}/${value.seq}`;
  const rows = Object.entries(value).map(([key, each]) => [key, spelt(key, each)]).filter(([, text]) => text);
  return rows.map(([key, text]) => `${named(Object.hasOwn(page.nations, key) ? page.nations : page.fields, key)}: ${text}`).join('; ');
}

function word(name, value) {
  if (typeof value === 'boolean') return named(page.yes, String(value));
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const words = Object.hasOwn(page.values, name) ? page.values[name] : {};
  if (Object.hasOwn(words, value)) return named(words, value);
  if (Object.hasOwn(page.nations, value)) return named(page.nations, value);
  if (Object.hasOwn(page.bodies, value)) return page.bodies[value];
  return INSTANT.test(value) ? dtg(value) : seat(value);
}
