/** What a system call can answer. Linux returns them negative; here they are their names, and 0 is success. */
export type Errno =
  | 'EACCES'
  | 'EAGAIN'
  | 'EBADF'
  | 'EBUSY'
  | 'EEXIST'
  | 'EFAULT'
  | 'EINVAL'
  | 'ENOENT'
  | 'ENOMEM'
  | 'ENOTTY'
  | 'EPERM'
  | 'ESRCH'

/** 0, or why not. */
export type Ret = 0 | Errno

/** A sentence for each, for tooltips and the page's reasons. */
export const ERRNO_SAY: Readonly<Record<Errno, string>> = {
  EACCES: 'the mapping does not allow it',
  EAGAIN: 'nothing to read, or an unread event has to be read first',
  EBADF: 'no userfaultfd is open in this process',
  EBUSY: 'somebody else has it',
  EEXIST: 'something is there already',
  EFAULT: 'there is nothing at this address',
  EINVAL: 'the arguments do not fit',
  ENOENT: 'the range is not registered for this',
  ENOMEM: 'the range is not mapped, or memory is used up',
  ENOTTY: 'this kernel does not know the call',
  EPERM: 'not permitted on this mapping',
  ESRCH: 'the actor is gone',
}
