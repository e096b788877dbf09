/** The photos and drawings of one order, shared by the page's tabs and lines. */

import { computed, inject, provide, ref, type InjectionKey, type Ref } from 'vue'

import { api } from '@/api/client'
import type { Attachment } from '@/api/types/odesk'
import { randomId } from '@/lib/ids'
import { useLoad } from '@/lib/useLoad'
import { useNotices } from '@/stores/notices'
import { useSession } from '@/stores/session'

import { upload } from '../../lib/upload'

export interface Sending {
  id: string
  name: string
  lineNo: number | null
  permille: number
}

export const KINDS = 'image/jpeg,image/png,image/webp,image/gif,.pdf,.dxf,.dwg,.xlsx'

function make(orderId: Ref<string>) {
  const session = useSession()
  const notices = useNotices()
  const { data, error, loading, reload } = useLoad((signal) => api.get<{ attachments: Attachment[] }>(`/orders/${orderId.value}/attachments`, undefined, { signal }))
  const files = computed(() => data.value?.attachments ?? [])
  const sending = ref<Sending[]>([])
  const mayAttach = computed(() => session.can('factory:orders:attach'))

  function of(lineNo: number | null): Attachment[] {
    return files.value.filter((file) => file.line_no === lineNo)
  }

  async function sendOne(file: File, lineNo: number | null, note: string): Promise<void> {
    const own: Sending = { id: randomId(), name: file.name, lineNo, permille: 0 }
    sending.value = [...sending.value, own]
    const form = new FormData()
    form.append('file', file, file.name || 'photo.jpg')
    if (lineNo !== null) form.append('line_no', String(lineNo))
    if (note) form.append('note', note)
    try {
      const progress = (permille: number): void => {
        sending.value = sending.value.map((each) => (each.id === own.id ? { ...each, permille } : each))
      }
      await upload<Attachment>(`/orders/${orderId.value}/attachments`, form, { csrf: session.me?.csrf ?? '', key: own.id, progress }).done
    } catch (caught) {
      notices.fail(caught)
    } finally {
      sending.value = sending.value.filter((each) => each.id !== own.id)
    }
  }

  /** One after the other: a phone on the workshop's network sends several photos at once no faster. */
  async function send(list: Iterable<File>, lineNo: number | null, note = ''): Promise<void> {
    await session.refresh()
    for (const file of list) await sendOne(file, lineNo, note)
    await reload()
  }

  async function remove(file: Attachment): Promise<void> {
    try {
      await api.post(`/attachments/${file.id}/remove`)
      await reload()
    } catch (caught) {
      notices.fail(caught)
    }
  }

  return { files, error, loading, reload, of, sending, mayAttach, send, remove }
}

export type Attachments = ReturnType<typeof make>
const KEY: InjectionKey<Attachments> = Symbol('attachments')

export function provideAttachments(orderId: Ref<string>): Attachments {
  const own = make(orderId)
  provide(KEY, own)
  return own
}

export function useAttachments(): Attachments {
  return inject(KEY)!
}
