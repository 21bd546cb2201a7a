import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { TutorialsDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { Heading } from "../parts/Heading";
import { Notice } from "../parts/Notice";
import { usePage } from "../router";

export function TutorialsPage() {
  const { t, named, either, language } = useLanguage();
  usePage(t("tutorials"));
  const [category, setCategory] = useState<string | null>(null);
  const { data, previousData, error, refetch } = useQuery(TutorialsDocument, { variables: { category } });
  const shown = data ?? previousData;
  return (
    <>
      <Heading>{t("tutorials")}</Heading>
      <p className="lead">{t("tutorialsMore")}</p>
      {shown ? (
        <>
          <fieldset className="chips">
            <legend className="unseen">{t("tutorials")}</legend>
            {[null, ...shown.tutorialCategories.map(({ name }) => name)].map((name) => (
              <label key={name ?? ""}>
                <input type="radio" name="category" checked={name === category} onChange={() => setCategory(name)} />
                <span>{name === null ? t("all") : named(name)}</span>
              </label>
            ))}
          </fieldset>
          <ul className="tutorials" aria-busy={!data}>
            {shown.tutorials.nodes.map((tutorial) => (
              <li key={tutorial.id}>
                <a className="tutorial-card" href={`#/tutorials/${tutorial.id}`}>
                  {tutorial.thumbnailUrl && <img src={tutorial.thumbnailUrl} alt="" width="400" height="400" loading="lazy" />}
                  <span className="caption">
                    <strong>{named(tutorial.subject)}</strong>
                    <span lang={language}>{either(tutorial.descriptionEn, tutorial.descriptionDe)}</span>
                    <span className="tag">
                      {tutorial.totalSteps} {t("steps")}
                    </span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Notice isLoading={!error} error={error} onAgain={() => void refetch()} />
      )}
    </>
  );
}
