import { stream, uniform } from '../../../src/support/random.ts';

const days = ['monday', 'tuesday', 'friday'];
const numbers = ['two', 'four', 'six'];
const greetings = ['hello', 'good morning'];

/** Talks in which a room is booked: the bot asks for what was not said yet, and books. Turns of user and bot, one after the other. */
export function bookings(count: number, key = 1): string[][] {
  return Array.from({ length: count }, (_, item) => {
    const own = stream(key, item);
    let drawn = 0;
    const pick = (items: readonly string[]): string =>
      items[Math.floor(items.length * uniform(own, drawn++))];
    const isSaid = (): boolean => uniform(own, drawn++) < 0.5;
    const [day, number] = [pick(days), pick(numbers)];
    const [hasDay, hasNumber] = [isSaid(), isSaid()];
    const parts = [...(hasDay ? [`on ${day}`] : []), ...(hasNumber ? [`for ${number} people`] : [])];
    return [
      pick(greetings),
      'hello, what can I do for you?',
      ['I need a room', ...parts].join(' '),
      ...(hasDay ? [] : ['on which day?', pick([`${day} please`, `on ${day}`])]),
      ...(hasNumber ? [] : ['for how many people?', `we are ${number}`]),
      `booked: ${day} ${number}`,
      'thanks',
      'you are welcome',
    ];
  });
}
