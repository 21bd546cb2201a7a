import { useQuery } from "@apollo/client/react";
import { type KeyboardEvent, useState } from "react";
import { TutorialDocument, type TutorialQuery } from "../gql/graphql";
import { useLanguage } from "../language";
import { Heading } from "../parts/Heading";
import { Icon } from "../parts/Icon";
import { Notice } from "../parts/Notice";
import { UploadButton } from "../parts/UploadButton";
import { usePage } from "../router";
import { useIsSignedIn } from "../session";

export function TutorialPage({ id }: { id: string }) {
  const { data, loading, error, refetch } = useQuery(TutorialDocument, { variables: { id } });
  const tutorial = data?.tutorial;
  if (!tutorial) return <Notice isLoading={loading} error={error} onAgain={() => void refetch()} />;
  return <Tutorial tutorial={tutorial} />;
}

/** One step at a time, by buttons or the arrow keys. */
function Tutorial({ tutorial }: { tutorial: NonNullable<TutorialQuery["tutorial"]> }) {
  const { t, named, either, language } = useLanguage();
  const name = named(tutorial.subject);
  usePage(name);
  const [index, setIndex] = useState(0);
  const isSignedIn = useIsSignedIn();
  const { steps } = tutorial;
  const step = steps[index];
  const isLast = index === steps.length - 1;
  const go = (to: number) => setIndex(Math.min(Math.max(to, 0), steps.length - 1));
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === "ArrowRight") go(index + 1);
    if (key === "ArrowLeft") go(index - 1);
  };
  return (
    <>
      <a className="back" href="#/tutorials">
        <Icon name="back" />
        {t("tutorials")}
      </a>
      <Heading>{name}</Heading>
      <p className="lead" lang={language}>
        {either(tutorial.descriptionEn, tutorial.descriptionDe)}
      </p>
      {step && (
        <section className="lesson" aria-label={name} onKeyDown={onKeyDown}>
          <figure className="easel">
            <img src={step.imageUrl} alt={`${name}, ${t("step")} ${step.stepNumber}`} width="400" height="400" />
          </figure>
          <div className="lesson-text">
            <div aria-live="polite">
              <p className="count">
                {t("step")} {step.stepNumber} {t("of")} {steps.length}
              </p>
              <p className="instruction" lang={language}>
                {either(step.instructionEn, step.instructionDe)}
              </p>
              {isLast && <p className="tag">{t("done")}</p>}
            </div>
            {isLast && isSignedIn && <UploadButton tutorialId={tutorial.id} label="drawAfter" />}
            <div className="buttons">
              <button type="button" className="quiet" disabled={index === 0} onClick={() => go(index - 1)}>
                <Icon name="back" />
                {t("previous")}
              </button>
              <button type="button" disabled={isLast} onClick={() => go(index + 1)}>
                {t("next")}
                <Icon name="next" />
              </button>
            </div>
            <ol className="film">
              {steps.map(({ id, imageUrl, stepNumber }, at) => (
                <li key={id}>
                  <button type="button" aria-current={at === index ? "step" : undefined} onClick={() => go(at)}>
                    <img src={imageUrl} alt={`${t("step")} ${stepNumber}`} width="400" height="400" loading="lazy" />
                  </button>
                </li>
              ))}
            </ol>
          </div>
        </section>
      )}
    </>
  );
}
