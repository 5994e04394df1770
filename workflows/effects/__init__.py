"""What the verbs of joint procedures do: functions of an Act, shared by every procedure whose table names them."""
