import { useMutation } from "@apollo/client/react";
import { uploadPicture } from "novadraw-client/upload";
import { type ChangeEvent, useState } from "react";
import { CreateDrawingDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { session } from "../session";
import { Icon } from "./Icon";
import { Problem } from "./Problem";

/** Takes a photograph or a file, uploads it, makes a drawing of it and shows that. A phone asks which of the two. */
export function UploadButton({ tutorialId, label = "upload" }: { tutorialId?: string; label?: "upload" | "drawAfter" }) {
  const { t } = useLanguage();
  const [state, setState] = useState<"idle" | "busy" | { failure: unknown }>("idle");
  const [createDrawing] = useMutation(CreateDrawingDocument);
  const isBusy = state === "busy";

  const upload = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    // The same file may be chosen again after a failure.
    target.value = "";
    if (!file) return;
    setState("busy");
    try {
      const pictureId = await uploadPicture(file, { url: "/graphql", session });
      const { data } = await createDrawing({ variables: { input: { pictureId, tutorialId } } });
      setState("idle");
      if (data?.createDrawing) location.assign(`#/drawings/${data.createDrawing.id}`);
    } catch (failure) {
      setState({ failure });
    }
  };
  return (
    <div className="upload">
      <label className="button" aria-busy={isBusy}>
        <Icon name="camera" />
        {t(isBusy ? "uploading" : label)}
        <input
          type="file"
          accept="image/jpeg,image/png,image/webp"
          disabled={isBusy}
          onChange={(event) => void upload(event)}
        />
      </label>
      <Problem of={typeof state === "object" ? state.failure : undefined} />
    </div>
  );
}
