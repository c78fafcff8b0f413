-- Whatever else suppresses people does so before it takes their invites; a sync, which takes the invites first, has it wait.
LOCK TABLE suppression IN SHARE ROW EXCLUSIVE MODE
