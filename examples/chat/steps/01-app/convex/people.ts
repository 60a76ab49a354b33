/** The people of the seed: 25, the same ones on every branch. */

export type Person = { name: string; handle: string; email: string };

export const people: Person[] = [
  { name: "Ada Lovelace", handle: "ada", email: "ada@example.com" },
  { name: "Alan Turing", handle: "alan", email: "alan@example.com" },
  { name: "Annie Easley", handle: "annie", email: "annie@example.com" },
  { name: "Barbara Liskov", handle: "barbara", email: "barbara@example.com" },
  { name: "Charles Babbage", handle: "charles", email: "charles@example.com" },
  { name: "Dorothy Vaughan", handle: "dorothy", email: "dorothy@example.com" },
  { name: "Edsger Wybe Dijkstra", handle: "edsger", email: "edsger@example.com" },
  { name: "Evelyn Boyd Granville", handle: "evelyn", email: "evelyn@example.com" },
  { name: "Fernando Corbató", handle: "corby", email: "corby@example.com" },
  { name: "Frances Allen", handle: "fran", email: "fran@example.com" },
  { name: "George Boole", handle: "george", email: "george@example.com" },
  { name: "Gladys West", handle: "gladys", email: "gladys@example.com" },
  // Typed in by hand years ago: not an address. Real tables hold such rows.
  { name: "Grace Hopper", handle: "grace", email: "grace.hopper at example.com" },
  { name: "Hedy Lamarr", handle: "hedy", email: "hedy@example.com" },
  { name: "Hypatia", handle: "hypatia", email: "hypatia@example.com" },
  { name: "Jean Bartik", handle: "jean", email: "jean@example.com" },
  { name: "Joan Clarke", handle: "joan", email: "joan@example.com" },
  { name: "John von Neumann", handle: "johnny", email: "johnny@example.com" },
  { name: "Karen Spärck Jones", handle: "karen", email: "karen@example.com" },
  { name: "Katherine Johnson", handle: "katherine", email: "katherine@example.com" },
  { name: "Ken Thompson", handle: "ken", email: "ken@example.com" },
  { name: "Margaret Hamilton", handle: "margaret", email: "margaret@example.com" },
  { name: "Mary Jackson", handle: "mary", email: "mary@example.com" },
  { name: "Niklaus Wirth", handle: "niklaus", email: "niklaus@example.com" },
  { name: "Radia Perlman", handle: "radia", email: "radia@example.com" },
];
