// exercises: checks the student's solutions to the labs' exercises, lab by lab.

ExercisesProgram([
  lab01,
  lab02,
  lab03,
  lab04,
  lab05,
  lab06,
  lab07,
  lab08,
  lab09,
  lab10,
  lab11,
  lab12,
  lab13,
  lab14,
  lab15,
  lab16,
  lab17,
  lab18,
  lab19,
  lab20,
]).main()
