-- Puts off the message that an operator asked for, or drops the request.
-- $1 invite, $2 until when (null: dropped)
UPDATE invite SET by_hand_at = $2 WHERE id = $1 AND by_hand_at IS NOT NULL
