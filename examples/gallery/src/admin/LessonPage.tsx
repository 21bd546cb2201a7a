import { useMutation, useQuery } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { AddStepDocument, LessonDocument, type LessonFragment, UpdateLessonDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { Field } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Icon } from "../parts/Icon";
import { Notice } from "../parts/Notice";
import { Problem } from "../parts/Problem";
import { usePage } from "../router";
import { StepEditor } from "./StepEditor";
import { StepFields } from "./StepFields";
import { useAdminTexts } from "./useAdminTexts";

export function LessonPage({ id }: { id: string }) {
  const { data, loading, error, refetch } = useQuery(LessonDocument, { variables: { id }, fetchPolicy: "cache-and-network" });
  const lesson = data?.tutorial;
  if (!lesson) return <Notice isLoading={loading} error={error} onAgain={() => void refetch()} />;
  return <Lesson lesson={lesson} readAgain={() => void refetch()} />;
}

/** A tutorial whose texts are edited, and its steps, which are edited and moved one by one. */
function Lesson({ lesson, readAgain }: { lesson: LessonFragment; readAgain: () => void }) {
  const a = useAdminTexts();
  usePage(lesson.subject);
  return (
    <div className="account">
      <a className="back" href="#/lessons">
        <Icon name="back" />
        {a("lessons")}
      </a>
      <Heading lang="en">{lesson.subject}</Heading>
      <LessonForm key={lesson.updatedAt} lesson={lesson} readAgain={readAgain} />
      <ol className="steps">
        {lesson.steps.map((step) => (
          <StepEditor key={`${step.id} ${step.updatedAt}`} step={step} count={lesson.steps.length} readAgain={readAgain} />
        ))}
      </ol>
      <NewStep key={lesson.steps.length} tutorialId={lesson.id} />
    </div>
  );
}

const TEXTS = ["subject", "subjectDe", "category", "categoryDe", "descriptionEn", "descriptionDe"] as const;
const NAMES = {
  subject: ["subject", "EN"],
  subjectDe: ["subject", "DE"],
  category: ["category", "EN"],
  categoryDe: ["category", "DE"],
  descriptionEn: ["description", "EN"],
  descriptionDe: ["description", "DE"],
} as const;

function LessonForm({ lesson, readAgain }: { lesson: LessonFragment; readAgain: () => void }) {
  const { t } = useLanguage();
  const a = useAdminTexts();
  const [texts, setTexts] = useState(() => Object.fromEntries(TEXTS.map((name) => [name, lesson[name] ?? ""])));
  const [update, { loading, error }] = useMutation(UpdateLessonDocument);

  const save = (event: FormEvent) => {
    event.preventDefault();
    // What is left out stays: only what was changed is sent.
    const changed = TEXTS.filter((name) => texts[name] !== (lesson[name] ?? ""));
    const input = Object.fromEntries(changed.map((name) => [name, texts[name] || null]));
    void update({ variables: { id: lesson.id, input, seen: lesson.updatedAt } }).catch(readAgain);
  };
  return (
    <form onSubmit={save}>
      {TEXTS.map((name) => (
        <Field
          key={name}
          label={`${a(NAMES[name][0])} · ${NAMES[name][1]}`}
          of={name}
          failure={error}
          lines={NAMES[name][0] === "description" ? 3 : undefined}
          value={texts[name] ?? ""}
          onValue={(value) => setTexts({ ...texts, [name]: value })}
        />
      ))}
      <Problem of={error} beside={TEXTS} />
      <div className="buttons">
        <button type="submit" disabled={loading}>
          {t("save")}
        </button>
      </div>
    </form>
  );
}

function NewStep({ tutorialId }: { tutorialId: string }) {
  const a = useAdminTexts();
  const [input, setInput] = useState({ instructionEn: "", instructionDe: "", imageUrl: "" });
  const [add, { loading, error }] = useMutation(AddStepDocument);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void add({ variables: { tutorialId, input } });
  };
  return (
    <form onSubmit={submit} aria-labelledby="new-step">
      <h2 id="new-step">{a("addStep")}</h2>
      <StepFields value={input} onChange={setInput} failure={error} />
      <div className="buttons">
        <button type="submit" disabled={loading}>
          {a("addStep")}
        </button>
      </div>
    </form>
  );
}
