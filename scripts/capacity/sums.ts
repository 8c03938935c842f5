// Of seconds of a day: loops, for there are many.

export const sumOf = (values: Float64Array | Uint32Array): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

export const mostOf = (values: Float64Array | Uint32Array): number => {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
};

export const meanOf = (values: Float64Array | Uint32Array): number => sumOf(values) / values.length;
