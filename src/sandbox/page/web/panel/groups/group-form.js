import { el } from '../../shell/el.js';
import { LEVELS } from './levels.js';
import { rulesForm } from './rules-form.js';

/** What a person can do to one group in the portal. `nameOf` is how a group is called. */
export function groupForm(group, { groups, habit, edit, nameOf }) {
  const key = group.MachineGroupId;
  const set = (fields) => edit('edit', { group: key, set: fields });
  const choose = (event) => set({ AutoRemediationLevel: Number(event.target.value) });
  const level = levelSelect(group.AutoRemediationLevel, `Level of ${nameOf(group)}`, { testid: `edit-level-${key}` });
  level.addEventListener('change', choose);
  const form = el('div', { class: 'group-form' }, el('p', { class: 'hint', text: 'In the portal' }), level);
  if (group.IsUnassignedMachineGroup) return form;
  const place = rankSelect(group, groups, (before) => edit('edit', { group: key, before }));
  const remove = el('button', {
    class: 'small strong',
    type: 'button',
    text: 'Delete the group',
    data: { testid: `delete-group-${key}` },
    on: { click: () => edit('edit', { group: key, delete: true }) },
  });
  form.append(
    nameForm(group, set),
    place,
    rulesForm(group, habit, (rules) => set({ GroupRules: rules })),
    remove,
  );
  return form;
}

/** A new group at the end of the ranks, with a name and a level; its rule is added afterwards. */
export function newGroupForm(edit) {
  const name = el('input', {
    type: 'text',
    placeholder: 'Name of a new group',
    'aria-label': 'Name of a new group',
    data: { testid: 'new-group' },
  });
  const level = levelSelect(3, 'Level of the new group', {});
  const create = async (event) => {
    event.preventDefault();
    const fields = { Name: name.value, AutoRemediationLevel: Number(level.value), MachineGroupAssignments: [] };
    if (name.value.trim() !== '' && (await edit('edit', { create: fields }))) name.value = '';
  };
  return el(
    'form',
    { class: 'new-group', on: { submit: create } },
    name,
    el('div', { class: 'inline' }, level, el('button', { class: 'small', type: 'submit', text: 'Add' })),
  );
}

function levelSelect(chosen, label, data) {
  return el(
    'select',
    { 'aria-label': label, data },
    ...LEVELS.map(([number, name]) => el('option', { value: String(number), selected: number === chosen, text: name })),
  );
}

function nameForm(group, set) {
  const name = el('input', {
    type: 'text',
    value: group.Name,
    'aria-label': `Name of ${group.Name}`,
    data: { testid: `edit-name-${group.MachineGroupId}` },
  });
  const rename = (event) => {
    event.preventDefault();
    set({ Name: name.value });
  };
  const button = el('button', { class: 'small', type: 'submit', text: 'Rename' });
  return el('form', { class: 'inline', on: { submit: rename } }, name, button);
}

/** Where the group stands: right before another one, or last. */
function rankSelect(group, groups, move) {
  const others = groups.filter((one) => !one.IsUnassignedMachineGroup && one !== group);
  const next = groups[groups.indexOf(group) + 1];
  return el(
    'select',
    {
      'aria-label': `Rank of ${group.Name}`,
      data: { testid: `edit-rank-${group.MachineGroupId}` },
      on: { change: (event) => move(event.target.value === '' ? null : Number(event.target.value)) },
    },
    ...others.map((one) =>
      el('option', { value: String(one.MachineGroupId), selected: one === next, text: `Before ${one.Name.trim()}` }),
    ),
    el('option', { value: '', selected: next?.IsUnassignedMachineGroup ?? true, text: 'Last in rank' }),
  );
}
