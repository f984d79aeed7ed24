import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Template } from '../domain/letter.js';

/**
 * One e-mail, written in the transaction that handles its event:
 *   pending → sent     the server has taken it
 *   pending → failed   the server refused it for good, or every attempt failed
 */
@Entity('delivery')
export class DeliveryEntity {
  @PrimaryColumn('uuid', { name: 'notification_id' })
  notificationId!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  template!: Template;

  /** The event that this e-mail tells of. */
  @Column('uuid', { name: 'event_id' })
  eventId!: string;

  @Column('text', { name: 'correlation_id', nullable: true })
  correlationId!: string | null;

  /** W3C trace context of the event's handling. */
  @Column('text', { nullable: true })
  traceparent!: string | null;

  @Column('text', { name: 'to_name' })
  toName!: string;

  @Column('text', { name: 'to_email' })
  toEmail!: string;

  @Column('text')
  subject!: string;

  @Column('text', { name: 'body_text' })
  text!: string;

  @Column('text', { default: 'pending' })
  status!: 'pending' | 'sent' | 'failed';

  /** The attempt under way, or the last one; also tells the owner of a claim from one whose claim has run out. */
  @Column('int', { default: 0 })
  attempts!: number;

  /** Not before then; while it is being sent, when its claim runs out. On the database's clock. */
  @Column('timestamptz', { name: 'next_attempt_at' })
  nextAttemptAt!: Date;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;
}
