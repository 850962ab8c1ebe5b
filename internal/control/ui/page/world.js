// The channels of the world and their videos, with links to what REST says of them.
import { get } from './api.js';
import { button, h, own, replace, table, when } from './dom.js';

const channelFields = 'id,username,screenname,description,videos_total,views_total,followers_total';
const videoFields = 'id,title,description,tags,owner,created_time,duration,views_total,status,private';

export function world(main) {
  const channels = h('div', {});
  const videos = h('section', { 'aria-label': 'Videos', 'aria-live': 'polite' });
  const form = h('form', { class: 'tools' }, h('label', { for: 'channel' }, 'Channel'),
    h('input', { id: 'channel', required: true, placeholder: 'name, such as harbour-news' }), h('button', {}, 'Show videos'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    show(form.elements.channel.value.trim()).catch((error) => replace(videos, h('p', { class: 'note bad' }, error.message)));
  });
  let drawn = '';
  let chosen = '';

  async function show(slug) {
    const found = await get(`world?${new URLSearchParams({ channel: slug, limit: 50 })}`);
    chosen = slug;
    replace(videos, h('h3', {}, `Videos of ${found.channel.name}`),
      table('Videos', ['id', 'title', 'created', 'seconds', ''], found.videos.map((v) => [
        own(`/video/${encodeURIComponent(v.id)}?fields=${videoFields}`, v.id), v.title, when(v.created), v.duration, v.live ? 'live' : '',
      ]), 'The channel has no videos.'),
      found.channel.videos > found.videos.length && h('p', { class: 'soft' },
        `The latest ${found.videos.length} of ${found.channel.videos} videos. `,
        own(`/user/${encodeURIComponent(found.channel.id)}/videos?fields=id,title,created_time&limit=100`, 'REST has all')));
  }

  async function refresh() {
    const found = await get('world?limit=200');
    const now = JSON.stringify(found);
    if (now === drawn) return;
    drawn = now;
    replace(channels, h('p', { class: 'soft' }, `Seed ${found.seed}. ${found.count} channels are listed. Any other name opens a channel.`),
      table('Channels', ['id', 'name', 'partner', 'language', 'videos', ''], found.channels.map((c) => [
        own(`/user/${encodeURIComponent(c.id)}?fields=${channelFields}`, c.id), c.name, c.partner, c.language, c.videos,
        button('Videos', () => show(c.slug), { 'aria-label': `Videos of ${c.name}`, 'data-focus': c.slug }),
      ]), 'The world lists no channels.'),
      found.opened.length > 0 && h('p', {}, 'Opened by clients: ', found.opened.map((slug) => [
        button(slug, () => show(slug), { class: 'link', 'data-focus': slug }), ' '])));
    if (chosen) await show(chosen);
  }

  replace(main, form, videos, channels);
  return { refresh };
}
