// The page of an exported log: it draws what its worker finds. Every text goes in as text, never as markup.
const worker = new Worker(URL.createObjectURL(new Blob([$('worker').textContent], {type: 'text/javascript'})));
const asked = new Map();
let asking = 0, open = -1, verdict = {what: 'reading', facts: {}}, known = null, count = 0;

function ask(what, facts) {
  return new Promise(answer => { asked.set(++asking, answer); worker.postMessage({id: asking, ask: what, facts}); });
}
worker.onmessage = ({data}) => {
  if (data.progress) { verdict = {what: 'verifying', facts: data.progress}; return drawVerdict(); }
  const answer = asked.get(data.id);
  asked.delete(data.id);
  answer(data.answer);
};
worker.onerror = () => { verdict = {what: 'no-worker', facts: {}}; drawVerdict(); };

function drawWords() {
  document.documentElement.lang = page.languages[language];
  for (const each of document.querySelectorAll('[data-say]')) each.textContent = say(each.dataset.say);
  for (const each of document.querySelectorAll('[data-hint]')) each.placeholder = say(each.dataset.hint);
  document.title = $('title').textContent = page.title[language];
  $('marking').textContent = page.marking[language];
  $('exercise').textContent = page.exercise;
  $('language').textContent = page.say.language[(language + 1) % page.languages.length];
  drawVerdict();
  if (known) drawChoices();
}

function drawVerdict() {
  const {what, row, facts} = verdict;
  const kind = what === 'verified' ? 'good' : ['reading', 'verifying'].includes(what) ? '' : 'bad';
  $('verdict').className = kind;
  $('said').replaceChildren({good: '✓ ', bad: '✗ '}[kind] || '', ...typed(say(what, facts)));
  $('caution').replaceChildren(...(kind === 'good' ? typed([facts.unread && say('unread'), say('caution')].filter(Boolean).join(' ')) : []));
  $('show').hidden = row === undefined || row === null;
}

function drawChoices() {
  choose($('log'), known.logs.map(({log}) => [log, log]));
  const acts = known.acts.map(act => [act, alone(act)]);
  choose($('act'), acts.sort((one, other) => one[1].localeCompare(other[1], page.languages[language])));
  const nations = Object.entries(page.nations).map(([id, name]) => [`nation:${id}`, name[language]]);
  choose($('who'), [...nations, ...known.seats.map(id => [id, seat(id)])]);
  $('logs').textContent = known.logs.map(log => say(log.entries === undefined ? 'log-of' : 'part-of', log)).join(' · ');
}

// An act that goes by the name of another one is told from it by its key.
function alone(act) {
  const name = actName(act);
  return known.acts.some(other => other !== act && actName(other) === name) ? `${name} (${act})` : name;
}

function choose(select, choices) {
  const was = select.value;
  select.replaceChildren(new Option(say('all'), ''), ...choices.map(([value, text]) => new Option(text, value)));
  select.value = was;
}

// Filters

const instant = text => (text ? new Date(text + ':00Z').toISOString() : '');

function wanted() {
  const who = $('who').value;
  const seats = who.startsWith('nation:')
    ? Object.keys(page.seats).filter(id => page.seats[id].nation === who.slice(7)) : who && [who];
  return {
    log: $('log').value, matter: $('matter').value, act: $('act').value, seats,
    from: instant($('from').value), to: instant($('to').value), text: $('text').value,
  };
}

let filtering = 0;
async function filter() {
  const mine = ++filtering;
  const found = await ask('filter', wanted());
  if (mine !== filtering) return;
  count = found.count;
  $('count').textContent = say('found', found);
  $('rows').style.height = `${count * HEIGHT}px`;
  $('list').scrollTop = 0;
  drawBars(found.bars);
  await drawRows();
  drawPrint(await ask('rows', {from: 0, to: PRINTED, whole: true}));
}

function drawBars({from, step, counts}) {
  const most = Math.max(1, ...counts);
  const wide = 1000 / Math.max(1, counts.length);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const put = (name, facts, text = '') => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(facts)) made.setAttribute(key, value);
    made.textContent = text;
    svg.append(made);
    return made;
  };
  svg.setAttribute('viewBox', '0 0 1000 56');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', say('timeline'));
  counts.forEach((number, at) => {
    const high = number ? Math.max(2, 54 * number / most) : 0;
    put('rect', {x: at * wide, y: 56 - high, width: Math.max(.5, wide - 1), height: high});
    const hit = put('rect', {x: at * wide, y: 0, width: wide, height: 56, class: 'hit'});
    const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    title.textContent = `${dtg(new Date(from + at * step).toISOString())} · ${number}`;
    hit.append(title);
    hit.onclick = () => {
      $('from').value = new Date(from + at * step).toISOString().slice(0, 16);
      $('to').value = new Date(from + (at + 1) * step + 59999).toISOString().slice(0, 16);
      filter();
    };
  });
  $('when').replaceChildren(svg);
}

// The list: only what is in sight is drawn

const HEIGHT = 52, MORE = 8, PRINTED = 200, PRINTED_MOST = 2000;
let drawing = 0;

async function drawRows() {
  const mine = ++drawing;
  const from = Math.max(0, Math.floor($('list').scrollTop / HEIGHT) - MORE);
  const to = Math.min(count, Math.ceil(($('list').scrollTop + $('list').clientHeight) / HEIGHT) + MORE);
  const rows = await ask('rows', {from, to});
  if (mine === drawing) $('rows').replaceChildren(...rows.map((row, at) => drawRow(row, from + at)));
}

function facts(row) {
  const marked = [...new Set(row.marked)].map(act => say(act));
  return [
    dtg(row.time), row.matter, `${row.log} ${row.seq}`, actName(row.act), row.seat && seat(row.seat), stage(row.stage, row.matter), ...marked,
  ].filter(Boolean);
}

function drawRow(row, place) {
  const made = element('div', '', 'row');
  made.style.top = `${place * HEIGHT}px`;
  made.tabIndex = 0;
  made.dataset.at = row.at;
  made.classList.toggle('joint', row.log.includes('+'));
  made.classList.toggle('open', row.at === open);
  made.classList.toggle('broken', row.at === verdict.row);
  made.append(element('div', sentence(row)), element('div', facts(row).join(' · '), 'facts'));
  made.onclick = () => show(row.at);
  made.onkeydown = event => { if (event.key === 'Enter') show(row.at); };
  return made;
}

function drawFields(content) {
  const list = element('dl');
  const put = (name, value) => list.append(element('dt', name), element('dd', value));
  for (const [name, value] of Object.entries(content || {})) {
    const empty = value === '' || value === null || (typeof value === 'object' && !Object.keys(value).length);
    if (name !== 'salt' && !empty) put(named(page.fields, name), spelt(name, value));
  }
  return list;
}

function drawMarks(by) {
  if (!by.length) return [];
  return [element('h3', say('marks')), ...by.map(mark => {
    const made = element('button', `${dtg(mark.time)} · ${mark.log} ${mark.seq} · ${sentence(mark)}`, 'mark');
    made.onclick = () => jump(mark.at);
    return made;
  })];
}

// How an entry read before it was put right: opened by who asks for it, on paper always.
function drawFirst(first, isOpen) {
  if (!first) return [];
  const made = element('details');
  made.open = isOpen;
  made.append(element('summary', say('earlier')), element('p', first.words[language]), drawFields(first.content));
  return [made];
}

async function show(at) {
  open = at;
  const row = await ask('entry', {at});
  const raw = element('pre', row.json);
  $('entry').replaceChildren(
    element('h2', sentence(row)), element('p', facts(row).join(' · ')), drawFields(row.content), ...drawFirst(row.first, false),
    ...drawMarks(row.by),
    element('h3', say('as-exported')), raw,
  );
  drawRows();
}

async function jump(at) {
  if (await ask('place', {at}) < 0) { clear(); await filter(); }
  $('list').scrollTop = Math.max(0, await ask('place', {at}) * HEIGHT - 120);
  show(at);
}

function clear() {
  for (const id of ['log', 'matter', 'act', 'who', 'from', 'to', 'text']) $(id).value = '';
}

// On paper, and as a file

function drawPrint(rows) {
  const table = element('table'), body = table.createTBody();
  const head = table.createTHead().insertRow().insertCell();
  head.textContent = [page.exercise, page.marking[language], page.title[language], say('printed', {shown: rows.length, count})].filter(Boolean).join(' · ');
  for (const row of rows) {
    const section = element('section');
    section.append(
      element('h2', sentence(row)), element('p', facts(row).join(' · ')), drawFields(row.content), ...drawFirst(row.first, true),
      ...drawMarks(row.by),
    );
    body.insertRow().insertCell().append(section);
  }
  $('print').replaceChildren(table);
}

async function print() {
  drawPrint(await ask('rows', {from: 0, to: PRINTED_MOST, whole: true}));
  window.print();
}

async function save() {
  const link = element('a');
  link.href = URL.createObjectURL(await ask('lines'));
  link.download = page.file;
  link.click();
}

// Reading: block by block, each in a task of its own, while the rest of the file still comes

const pause = () => new Promise(resolve => setTimeout(resolve));

async function read() {
  for (;;) {
    const block = document.querySelector('script.lines');
    const sentences = block && block.nextElementSibling;
    if (sentences && (sentences.nextElementSibling || document.readyState !== 'loading')) {
      await ask('take', {block: block.textContent, sentences: sentences.textContent});
      block.remove();
      sentences.remove();
    } else if (document.readyState !== 'loading') {
      return;
    }
    await pause();
  }
}

async function begin() {
  language = Math.max(0, page.languages.findIndex(id => (page.opens || navigator.language).startsWith(id)));
  for (const id of ['log', 'act', 'who', 'from', 'to']) $(id).onchange = filter;
  for (const id of ['matter', 'text']) $(id).oninput = filter;
  let waiting = 0;
  $('list').onscroll = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(drawRows); };
  window.onresize = drawRows;
  $('clear').onclick = () => { clear(); filter(); };
  $('print-it').onclick = print;
  $('save').onclick = save;
  $('show').onclick = () => jump(verdict.row);
  $('language').onclick = async () => {
    language = (language + 1) % page.languages.length;
    drawWords();
    await filter();
    if (open >= 0) show(open);
  };
  drawWords();
  await read();
  known = await ask('ready');
  drawWords();
  await filter();
  const sums = $('sums');
  verdict = await ask('verify', {sums: sums ? JSON.parse(sums.textContent).words : ''});
  drawVerdict();
  drawRows();
}

begin();
