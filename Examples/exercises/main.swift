// exercises: checks what students write for the labs' exercises, lab by lab.

ExercisesProgram([
  lab01,
  lab02,
  lab03,
  lab04,
]).main()
