import { call } from '../../shell/api.js';
import { el } from '../../shell/el.js';
import { icon } from '../../shell/icon.js';
import { groupForm, newGroupForm } from './group-form.js';
import { levelName } from './levels.js';

const PAGE = 20;

/**
 * The device groups by rank, with their levels and devices; each opens to its devices and to changes in the portal.
 */
export function groupsSection(edit) {
  const rows = el('ul', { class: 'rows groups' });
  const adding = newGroupForm(edit);
  const element = el('section', {}, el('h3', { text: 'Device groups' }), rows, adding);
  const open = new Set();
  let shown = '';
  const show = async ({ deviceGroups }, { habit }) => {
    const counts = await Promise.all(deviceGroups.map((group) => countOf(group)));
    const state = JSON.stringify([deviceGroups, counts, habit]);
    if (state === shown) return;
    shown = state;
    const place = { groups: deviceGroups, habit, edit, nameOf };
    rows.replaceChildren(...deviceGroups.map((group, index) => groupRow(group, counts[index], open, place)));
    adding.hidden = deviceGroups.length === 0;
    if (deviceGroups.length === 0) rows.append(el('li', { class: 'hint', text: 'This tenant has no device groups.' }));
  };
  return { element, show };
}

async function countOf(group) {
  return (await readDevices(group, 0, 1)).total;
}

function readDevices(group, skip, top) {
  const id = group.IsUnassignedMachineGroup ? '' : group.MachineGroupId;
  return call('GET', `sandbox/devices?group=${id}&skip=${skip}&top=${top}`);
}

function groupRow(group, count, open, place) {
  const id = group.MachineGroupId;
  const body = el('div', { class: 'group-body', hidden: !open.has(id) });
  const toggle = () => {
    body.hidden = !body.hidden;
    head.setAttribute('aria-expanded', String(!body.hidden));
    if (body.hidden) return open.delete(id);
    open.add(id);
    return fill();
  };
  const fill = () => body.replaceChildren(groupForm(group, place), deviceList(group));
  const head = el(
    'button',
    { class: 'group-head', type: 'button', 'aria-expanded': String(open.has(id)), on: { click: toggle } },
    el('span', { class: 'rank', text: group.IsUnassignedMachineGroup ? '–' : String(group.Priority) }),
    el(
      'span',
      { class: 'group-words' },
      el('span', { class: 'row-name', text: nameOf(group) }),
      el('span', { class: 'row-note', text: levelName(group.AutoRemediationLevel) }),
    ),
    el('span', { class: 'count', title: `${count} devices` }, icon('device'), el('span', { text: String(count) })),
    icon('chevron'),
  );
  if (open.has(id)) fill();
  const data = {
    testid: `group-${id}`,
    group: nameOf(group),
    level: String(group.AutoRemediationLevel),
    count: String(count),
  };
  return el('li', { class: 'group', data }, head, body);
}

function nameOf(group) {
  return group.IsUnassignedMachineGroup ? 'Ungrouped devices' : group.Name;
}

function deviceList(group) {
  const list = el('ul', { class: 'devices' });
  const more = el('button', { class: 'quiet text', type: 'button', text: 'Show more', hidden: true });
  const load = async () => {
    const { total, devices } = await readDevices(group, list.children.length, PAGE);
    list.append(...devices.map((device) => deviceRow(device)));
    more.hidden = list.children.length >= total;
  };
  more.addEventListener('click', load);
  load().catch(() => list.replaceChildren(el('li', { class: 'hint', text: 'The devices could not be read.' })));
  return el('div', {}, list, more);
}

function deviceRow(device) {
  return el(
    'li',
    { class: 'device' },
    el('span', { class: 'device-name', title: device.name, text: device.name.split('.')[0] }),
    el('span', { class: 'row-note', text: [device.os, ...device.tags].join(' · ') }),
  );
}
