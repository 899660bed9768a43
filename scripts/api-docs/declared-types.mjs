// A plug-in of TypeDoc: a type that is written `keyof typeof table` is shown as the names in the table, which are what
// a reader wants to know, and not as a reference to a table that is not exported.
import { Comment, Converter, ReflectionKind } from 'typedoc';
import ts from 'typescript';

/** Behind TypeDoc's own listener, which reads the comment. */
const AFTER_COMMENTS = -1000;

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(
    Converter.EVENT_CREATE_DECLARATION,
    (context, reflection) => {
      if (!reflection.kindOf(ReflectionKind.TypeAlias)) return;
      const declarations = context.getSymbolFromReflection(reflection)?.declarations ?? [];
      if (!declarations.some(isKeyofTypeof)) return;
      reflection.comment ??= new Comment();
      reflection.comment.modifierTags.add('@useDeclaredType');
    },
    AFTER_COMMENTS,
  );
}

/** @param {import('typescript').Declaration} declaration */
function isKeyofTypeof(declaration) {
  return (
    ts.isTypeAliasDeclaration(declaration) &&
    ts.isTypeOperatorNode(declaration.type) &&
    declaration.type.operator === ts.SyntaxKind.KeyOfKeyword &&
    ts.isTypeQueryNode(declaration.type.type)
  );
}
