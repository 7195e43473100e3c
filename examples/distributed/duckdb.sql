-- The output of `sayso detect --format jsonl` as a table: one row an attribution.
--
--     sayso detect --input jsonl --format jsonl articles.jsonl.gz -o detections.jsonl
--     duckdb < duckdb.sql
--
-- A pattern ('detections/part-*') reads the folder that Spark or an array of jobs wrote.
CREATE VIEW documents AS
SELECT * FROM read_json('detections.jsonl', format = 'newline_delimited', maximum_object_size = 268435456, columns = {
    id: 'VARCHAR', detector: 'VARCHAR', lang: 'VARCHAR', error: 'VARCHAR',
    attributions: 'STRUCT("type" VARCHAR, form VARCHAR, content INTEGER[][], quotes INTEGER[][], cue INTEGER[], source INTEGER[],
                          mention VARCHAR, speaker VARCHAR, score DOUBLE, candidates VARCHAR[], reason VARCHAR, members VARCHAR[])[]'
});

CREATE VIEW attributions AS
SELECT id, lang, unnest(attributions, max_depth := 2) FROM documents;

-- Who speaks most, and how sure that is.
SELECT speaker, count(*) AS statements, count(DISTINCT id) AS documents, round(avg(score), 2) AS mean_score
FROM attributions
WHERE speaker IS NOT NULL
GROUP BY speaker
ORDER BY statements DESC, speaker
LIMIT 10;

-- What could not be read.
SELECT id, error FROM documents WHERE error IS NOT NULL LIMIT 10;

-- Parquet for everything else.
COPY (SELECT * FROM attributions) TO 'attributions.parquet' (FORMAT parquet, COMPRESSION zstd);
