/** A job on the server, followed until it ends: told by the live stream, and asked for in between. */

import { computed, onScopeDispose, shallowRef } from 'vue'

import { api } from '@/api/client'
import type { Job } from '@/api/types'
import { useLive } from '@/stores/live'

const ASK_MS = 800
const ASK_LATER_MS = 3000
const ENDED = ['done', 'failed', 'cancelled']

export function ended(job: Pick<Job, 'state'>): boolean {
  return ENDED.includes(job.state)
}

export function useJob(kind: string, onEnd: (job: Job) => void) {
  const job = shallowRef<Job | null>(null)
  const running = computed(() => job.value !== null && !ended(job.value))
  let timer: ReturnType<typeof setTimeout> | undefined
  let misses = 0
  let alive = true

  function take(next: Job): void {
    const was = job.value
    // An answer that was overtaken by a later one must not turn the bar back.
    if (was?.id === next.id && (ended(was) || (next.progress < was.progress && !ended(next)))) return
    job.value = next
    if (ended(next) && was && !(was.id === next.id && ended(was))) onEnd(next)
  }

  async function ask(): Promise<void> {
    clearTimeout(timer)
    const current = job.value
    if (!current || ended(current) || !alive) return
    try {
      take(await api.get<Job>(`/jobs/${current.id}`))
      misses = 0
    } catch {
      misses += 1
    }
    if (alive && running.value) timer = setTimeout(() => void ask(), misses > 3 ? ASK_LATER_MS : ASK_MS)
  }

  function follow(next: Job): void {
    job.value = next
    if (ended(next)) onEnd(next)
    else timer = setTimeout(() => void ask(), ASK_MS / 2)
  }

  /** A job somebody else started, or that was started before this page was opened. */
  async function find(): Promise<void> {
    if (running.value) return
    try {
      const { jobs } = await api.get<{ jobs: Job[] }>('/jobs', { limit: 10 })
      const open = jobs.find((each) => each.kind === kind && !ended(each))
      if (open && !running.value && alive) follow(open)
    } catch {
      // Without the list of jobs the page still shows the plan that holds.
    }
  }

  useLive().on(['jobs'], () => void (running.value ? ask() : find()))
  onScopeDispose(() => {
    alive = false
    clearTimeout(timer)
  })
  return { job, running, follow, find }
}
