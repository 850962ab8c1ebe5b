package world

// Version is the version of the figures. It increases when a figure, id or date of the
// same seed and world file changes; texts may change without it.
const Version = 1
