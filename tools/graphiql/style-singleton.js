// Stands for react-style-singleton, and adds no <style> element.
export const styleSingleton = () => () => null;
