SELECT id, name, auth_type AS "authType", rate_calls AS calls, rate_per_ms AS "perMs", burst, capacity,
       paused_at AS "pausedAt", paused_code AS "pausedCode", paused_message AS "pausedMessage",
       look_up_failed_at AS "lookUpFailedAt", look_up_tried_at AS "lookUpTriedAt",
       look_up_code AS "lookUpCode", look_up_message AS "lookUpMessage"
  FROM client ORDER BY name
