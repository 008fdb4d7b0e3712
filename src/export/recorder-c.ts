/** `ptescope-record`: a C program that prints the page tables of any running process as state records. */
import recorder from './c/recorder.c?raw'

export const RECORDER_C: string = recorder
