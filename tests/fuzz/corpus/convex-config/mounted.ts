import { defineApp } from 'convex/server'
import migrations from '@convex-dev/migrations/convex.config'
import cvx from './cvx/convex.config.js'
const app = defineApp()
app.use(migrations)
app.use(cvx)
export default app
