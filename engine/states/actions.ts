/** What functions ask of the call: decided at once, or asked of the transport when what was said before has been heard. */
import type { CallAction, CallInput, TransportAction } from '@parley/contract';
import type { Step } from './state.ts';
import { actingCall, hasAudioOutstanding, TURN_WAS_OVER, withCall } from '../turns/agent-turn.ts';
import { isOpen } from '../turns/gate.ts';
import { unreachable } from '../unreachable.ts';

const resultOf = (result: unknown): string => JSON.stringify(result);

/** A function's result, known to the model from now on. */
function settle(step: Step, functionCallId: string, result: string): void {
  const { agent, conversation } = step.shared;
  const isOfTurn = agent?.steps.some(({ calls }) => calls.some(({ id }) => id === functionCallId)) === true;
  step.shared =
    agent !== null && isOfTurn
      ? { ...step.shared, agent: { ...withCall(agent, functionCallId, { status: 'done', result, acts: null }), progressMs: step.now } }
      : {
          ...step.shared,
          // The turn that asked is over: the model still learns what came of it.
          conversation: conversation.map((message) =>
            message.role === 'function' && message.functionCallId === functionCallId ? { ...message, content: result } : message,
          ),
        };
}

/** `inTurn`: the agent's turn that called the function is not over. Answers with what is for the transport. */
function act(step: Step, actions: readonly CallAction[], inTurn: boolean): TransportAction[] {
  return actions.flatMap((action) => {
    switch (action.type) {
      case 'collect_data':
        step.decide({ type: 'data.collected', name: action.name, arguments: action.arguments });
        return [];
      case 'end_call':
        // The caller took the turn: a goodbye that was interrupted ends nothing.
        if (inTurn && step.shared.agent !== null) step.shared = { ...step.shared, agent: { ...step.shared.agent, endsCall: true } };
        return [];
      case 'send_digits':
      case 'transfer':
        return [action];
      default:
        return unreachable(action);
    }
  });
}

export function takeInFunction(input: Extract<CallInput, { type: 'function.finished' }>, step: Step): void {
  const { function_call_id: id } = input;
  const result = resultOf(input.ok ? (input.result ?? null) : { error: input.error ?? 'failed' });
  const inTurn = step.shared.agent?.steps.some(({ calls }) => calls.some((call) => call.id === id)) === true;
  const left = act(step, input.actions ?? [], inTurn);
  const { agent } = step.shared;
  if (left.length === 0) return settle(step, id, result);
  if (agent === null || !inTurn) return settle(step, id, TURN_WAS_OVER);
  step.shared = { ...step.shared, agent: { ...withCall(agent, id, { acts: { left, result, requested: null } }), progressMs: step.now } };
}

/** Asks the transport for what is next, once nothing is left to be heard. */
export function requestAction(step: Step): void {
  const { agent, gate, isActing, lastAction } = step.shared;
  if (agent === null || isActing || !isOpen(gate) || hasAudioOutstanding(agent)) return;
  const call = actingCall(agent);
  const [wanted] = call?.acts?.left ?? [];
  if (call === undefined || call.acts === null || wanted === undefined) return;
  const action = lastAction + 1;
  const next = withCall(agent, call.id, { acts: { ...call.acts, requested: action } });
  step.shared = { ...step.shared, agent: next, lastAction: action, isActing: true };
  step.decide({ type: 'action.requested', action, turn: agent.turn, function_call_id: call.id, wanted });
}

export function takeInAction(input: Extract<CallInput, { type: 'action.finished' }>, step: Step): void {
  step.shared = { ...step.shared, isActing: false };
  const { agent } = step.shared;
  const acts = agent?.steps.flatMap(({ calls }) => calls).find((call) => call.acts?.requested === input.action)?.acts ?? null;
  const id = input.function_call_id;
  if (!input.ok) return settle(step, id, resultOf({ error: input.error ?? 'failed' }));
  if (agent === null || acts === null) return settle(step, id, resultOf({ done: input.did }));
  const left = acts.left.slice(1);
  if (left.length === 0) return settle(step, id, acts.result);
  step.shared = { ...step.shared, agent: withCall(agent, id, { acts: { ...acts, left, requested: null } }) };
}
