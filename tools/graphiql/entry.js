// What the dashboard needs of GraphiQL, as one module.
import 'graphiql/graphiql.css';

export { GraphiQL } from 'graphiql';
export { useEditorContext } from '@graphiql/react';
export { createElement } from 'react';
export { createRoot } from 'react-dom/client';
