DROP TABLE imports;
DROP TYPE importstatusenum;
