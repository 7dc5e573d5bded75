// exercises: checks what students write for the labs' exercises, lab by lab.

ExercisesProgram([
  lab01,
  lab02,
  lab03,
  lab06,
  lab07,
  lab08,
  lab11,
]).main()
