/* Search and copy buttons. Without this file the pages are complete, only without these two. */
(() => {
  'use strict';

  const resultsMax = 40;
  const form = document.querySelector('form.search');
  const input = form.querySelector('input');
  const base = form.dataset.base;
  let loading;

  /** The index is a script of its own and is loaded when somebody wants to search. */
  const loadIndex = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = `${base}assets/search-index.js`;
      script.addEventListener('load', () => resolve(window.streampactSearch.map(prepared)));
      script.addEventListener('error', () =>
        reject(new Error('The search index is not there: copy the whole folder.')),
      );
      document.head.append(script);
    });
    return loading;
  };

  const prepared = ([kind, name, path, description, context, fields]) => ({
    kind,
    name,
    path,
    description,
    context,
    words: wordsOf(name),
    rest: `${context} ${description}`.toLowerCase(),
    fields: fields.map(([field, about, anchor]) => ({
      field,
      about,
      anchor,
      words: wordsOf(field),
      rest: about.toLowerCase(),
    })),
  });

  /** `USER_CREATED` and `userCreated` are found by "user created", "usercreated" and "user_created". */
  const wordsOf = (name) => {
    const spaced = name.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2').toLowerCase();
    const parts = spaced.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    return { parts, whole: parts.join('') };
  };

  /** How well a word fits a name: whole, beginning of a word, or somewhere inside. */
  const fit = (word, { parts, whole }) => {
    if (whole === word) return 100;
    if (whole.startsWith(word)) return 60;
    if (parts.some((part) => part.startsWith(word))) return 40;
    return whole.includes(word) ? 20 : 0;
  };

  const score = (query, words, rest) => {
    const whole = fit(query.join(''), words);
    if (whole > 20) return whole;
    let sum = 0;
    for (const word of query) {
      const one = Math.max(fit(word, words), rest.includes(word) ? 8 : 0);
      if (one === 0) return 0;
      sum += one;
    }
    return sum / query.length;
  };

  const find = (entries, text) => {
    const query = wordsOf(text).parts;
    if (query.length === 0) return [];
    const found = [];
    for (const entry of entries) {
      const { kind, name, path, description, context } = entry;
      const own = score(query, entry.words, entry.rest);
      if (own > 0) found.push({ kind, name, about: context || description, href: `${path}.html`, score: own + 5 });
      for (const { field, about, anchor, words, rest } of entry.fields) {
        const value = score(query, words, rest);
        if (value === 0) continue;
        const href = `${path}.html#${encodeURIComponent(anchor)}`;
        found.push({ kind: 'field', name: field, about: `${name}${about ? ` · ${about}` : ''}`, href, score: value });
      }
    }
    return found.toSorted((a, b) => b.score - a.score || a.name.length - b.name.length);
  };

  const list = document.createElement('ul');
  list.id = 'search-results';
  list.role = 'listbox';
  list.setAttribute('aria-label', 'Results');
  list.hidden = true;
  const status = document.createElement('p');
  status.className = 'unseen';
  status.role = 'status';
  form.append(list, status);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-autocomplete', 'list');
  form.hidden = false;

  let selected = -1;

  const select = (index) => {
    const options = list.querySelectorAll('[role=option]');
    options[selected]?.setAttribute('aria-selected', 'false');
    selected = options.length === 0 ? -1 : (index + options.length) % options.length;
    const option = options[selected];
    if (!option) return input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
  };

  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) input.removeAttribute('aria-activedescendant');
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const optionOf = ({ kind, name, about, href }, index) => {
    const option = element('li', '', '');
    option.role = 'option';
    option.id = `search-result-${index}`;
    option.setAttribute('aria-selected', 'false');
    const link = element('a', kind, '');
    // `base` and `href` are made by the generator; names in them are encoded.
    link.href =
      base +
      href.split('#')[0].split('/').map(encodeURIComponent).join('/') +
      (href.includes('#') ? href.slice(href.indexOf('#')) : '');
    link.tabIndex = -1;
    link.append(element('span', 'kind', kind), element('code', '', name), element('span', 'about', about));
    option.append(link);
    return option;
  };

  const show = (text, found) => {
    if (text.trim() === '') {
      list.replaceChildren();
      status.textContent = '';
      return open(false);
    }
    const shown = found.slice(0, resultsMax);
    const none = element('li', 'none', `Nothing is called or described as “${text.trim()}”.`);
    list.replaceChildren(...(shown.length > 0 ? shown.map(optionOf) : [none]));
    none.role = 'presentation';
    status.textContent = found.length === 1 ? '1 result' : `${found.length} results`;
    selected = -1;
    open(true);
    if (shown.length > 0) select(0);
  };

  const search = async () => {
    const { value } = input;
    try {
      const entries = await loadIndex();
      if (value === input.value) show(value, find(entries, value));
    } catch (error) {
      list.replaceChildren(element('li', 'none', error.message));
      open(true);
    }
  };

  const follow = () => list.querySelectorAll('[role=option] a')[selected]?.click();

  input.addEventListener('focus', () => void loadIndex().catch(() => undefined));
  input.addEventListener('input', () => void search());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      select(selected + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      follow();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (list.hidden) input.value = '';
      open(false);
    }
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  list.addEventListener('click', () => open(false));
  document.addEventListener('click', (event) => {
    if (!form.contains(event.target)) open(false);
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input, textarea, select');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  for (const block of document.querySelectorAll('pre[data-copy]')) {
    const button = element('button', 'copy', 'Copy');
    button.type = 'button';
    const frame = element('div', 'copyable', '');
    block.replaceWith(frame);
    frame.append(block, button);
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(block.textContent);
        button.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(block);
        button.textContent = 'Press Ctrl+C';
      }
      setTimeout(() => (button.textContent = 'Copy'), 2000);
    });
  }
})();
