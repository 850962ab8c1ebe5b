// The same data as Go package graph/internal/zoo.

const rex = { __typename: "Dog", name: "Rex", barks: true, age: 3 };
const tom = {
  __typename: "Cat",
  name: "Tom",
  age: "old",
  lives() {
    throw new Error("ran out");
  },
};
const good = { name: "b", heart: "whole" };
const bad = { name: "b", heart: null };

// sorted returns a value whose objects have their members in alphabetical order.
function sorted(value) {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

export default {
  echo: (args) => JSON.stringify(sorted(args)),
  dog: rex,
  lost: null,
  broken: bad,
  surely: bad,
  pets: [rex, tom],
  shelter: [good, bad],
  kennel: [good, bad],
  walls: [[good], [good, bad]],
  none: null,
  never: [],
  odd: "a\ufffdb\"\\\u0001\n\u2028é😀",
};
