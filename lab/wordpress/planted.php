<?php
// What is planted in the candidate's copy: see defects.json. A plugin that WordPress always loads.

// A changed price.
add_filter('the_content', function ($content) {
    return is_single() ? str_replace('49,90 €', '94,90 €', $content) : $content;
});

// A lost header: the link to the REST API, and with it what clients find it by.
remove_action('template_redirect', 'rest_output_link_header', 11);

// A swapped order: the oldest first, in the archive of a category.
add_action('pre_get_posts', function ($query) {
    if ($query->is_main_query() && $query->is_category('epicerie')) {
        $query->set('order', 'ASC');
    }
});

// A cut page: what a fatal error leaves when the page was partly sent.
add_action('get_footer', 'cut_page');
add_action('wp_footer', 'cut_page', 1);
function cut_page()
{
    if (is_page('livraison')) {
        exit;
    }
}

// A type change in REST.
add_filter('rest_prepare_category', function ($response) {
    $data = $response->get_data();
    if (isset($data['count'])) {
        $data['count'] = (string) $data['count'];
        $response->set_data($data);
    }
    return $response;
});
